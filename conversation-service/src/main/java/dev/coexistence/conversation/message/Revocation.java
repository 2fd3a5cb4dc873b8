package dev.coexistence.conversation.message;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Deletion of a message for everyone; the first time counts. */
public record Revocation(Instant at, String wamid) {
    private static final Comparator<Revocation> EARLIER =
            Comparator.comparing(Revocation::at).thenComparing(Revocation::wamid).reversed();

    static @Nullable Revocation join(@Nullable Revocation a, @Nullable Revocation b) {
        if (a == null) {
            return b;
        }
        return b == null || EARLIER.compare(a, b) >= 0 ? a : b;
    }
}
