package dev.coexistence.ingest.receive;

import dev.coexistence.http.HttpProblems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Answer to Meta's challenge, which comes when an operator sets the webhook's address. */
final class SubscriptionVerification {
    private final @Nullable String verifyToken;

    /**
     * @param verifyToken null where none is set: every verification is refused
     */
    SubscriptionVerification(@Nullable String verifyToken) {
        this.verifyToken = verifyToken;
    }

    Mono<ServerResponse> verify(ServerRequest request) {
        String token = request.queryParam("hub.verify_token").orElse("");
        String challenge = request.queryParam("hub.challenge").orElse("");
        boolean subscribes = request.queryParam("hub.mode").filter("subscribe"::equals).isPresent();
        if (!subscribes || challenge.isEmpty()) {
            return refuse(
                    HttpProblems.of(
                            HttpStatus.BAD_REQUEST,
                            "not-a-verification",
                            "Not a verification",
                            "hub.mode must be subscribe, and hub.challenge must be given"));
        }
        if (!isVerifyToken(token)) {
            return refuse(
                    HttpProblems.of(
                            HttpStatus.FORBIDDEN,
                            "wrong-verify-token",
                            "Wrong verify token",
                            "hub.verify_token is not the one that META_VERIFY_TOKEN sets"));
        }
        return ServerResponse.ok().contentType(MediaType.TEXT_PLAIN).bodyValue(challenge);
    }

    private static Mono<ServerResponse> refuse(ProblemDetail problem) {
        return ServerResponse.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyValue(problem);
    }

    private boolean isVerifyToken(String token) {
        return verifyToken != null
                && !verifyToken.isBlank()
                && MessageDigest.isEqual(
                        verifyToken.getBytes(StandardCharsets.UTF_8),
                        token.getBytes(StandardCharsets.UTF_8));
    }
}
