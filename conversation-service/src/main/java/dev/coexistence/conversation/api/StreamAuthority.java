package dev.coexistence.conversation.api;

import dev.coexistence.access.AccessRefusal;
import dev.coexistence.access.BearerReader;
import dev.coexistence.access.Caller;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Authority of open streams: a request is judged when it comes, a stream again and again, so that
 * none outlives the token or the key it was opened with.
 */
@Component
class StreamAuthority {
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final List<BearerReader> readers;

    StreamAuthority(List<BearerReader> readers) {
        this.readers = List.copyOf(readers);
    }

    /** Ends when the caller's bearer is refused; while it cannot be judged, the stream goes on. */
    Mono<Void> revoked(Caller caller) {
        String bearer = caller.bearer();
        if (bearer == null) {
            return Mono.never();
        }
        return Mono.justOrEmpty(
                        readers.stream().filter(reader -> reader.reads(bearer)).findFirst())
                .flatMapMany(reader ->
                        Flux.interval(AGAIN)
                                .onBackpressureDrop()
                                .concatMap(_ -> isRefused(reader, bearer)))
                .filter(refused -> refused)
                .next()
                .then();
    }

    private static Mono<Boolean> isRefused(BearerReader reader, String bearer) {
        return reader.read(bearer)
                .map(_ -> false)
                .onErrorResume(
                        AccessRefusal.class,
                        refusal ->
                                Mono.just(
                                        refusal.getStatusCode()
                                                .isSameCodeAs(HttpStatus.UNAUTHORIZED)));
    }
}
