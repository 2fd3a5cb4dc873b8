package dev.coexistence.access;

import reactor.core.publisher.Mono;

/** Reader of one kind of what stands after {@code Bearer}: tokens of the issuer, or API keys. */
public interface BearerReader {

    /** True where the text has the form of this kind; exactly one reader reads a text. */
    boolean reads(String bearer);

    /** The caller; fails with an {@link AccessRefusal}, and with nothing else. */
    Mono<Caller> read(String bearer);

    /**
     * Completes when what was right is so no longer: a stream that it opened ends then.
     *
     * @param bearer that was read before
     */
    Mono<Void> awaitEnd(String bearer);
}
