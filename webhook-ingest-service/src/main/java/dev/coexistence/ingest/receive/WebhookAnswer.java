package dev.coexistence.ingest.receive;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Answer to a webhook.
 *
 * @param problem RFC 9457 problem as JSON; empty for none
 * @param close whether the connection ends, because nobody reads the rest of the body
 */
record WebhookAnswer(HttpStatus status, byte[] problem, boolean close) {
    static final WebhookAnswer ACCEPTED = new WebhookAnswer(HttpStatus.OK, new byte[0], false);

    /** An unread body up to this size is cheaper to read over than to open a new connection. */
    private static final long SMALL_REST_BYTES = 64 * 1024;

    /**
     * The answer given before the body is read: it ends the connection where the rest is large.
     *
     * @param unread bytes of the body that nobody will read; negative where unknown
     */
    WebhookAnswer beforeBody(long unread) {
        return unread < 0 || unread > SMALL_REST_BYTES
                ? new WebhookAnswer(status, problem, true)
                : this;
    }

    Mono<Void> writeTo(ServerHttpResponse response) {
        response.setStatusCode(status);
        if (problem.length == 0) {
            return response.setComplete();
        }
        var headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setContentLength(problem.length);
        if (close) {
            headers.set(HttpHeaders.CONNECTION, "close");
        }
        return response.writeWith(Mono.just(response.bufferFactory().wrap(problem)));
    }
}
