package dev.coexistence.conversation.message;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Price of a message in Meta's words; the newest one wins. */
public record Pricing(
        Instant at, @Nullable String model, @Nullable String type, @Nullable String category) {
    private static final Comparator<Pricing> NEWER =
            Comparator.comparing(Pricing::at).thenComparing(Pricing::toString);

    static @Nullable Pricing join(@Nullable Pricing a, @Nullable Pricing b) {
        if (a == null) {
            return b;
        }
        return b == null || NEWER.compare(a, b) >= 0 ? a : b;
    }
}
