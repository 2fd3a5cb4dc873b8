package dev.coexistence.connection.hold;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A hold on a number's sending, as the dispatcher last told it: Meta takes none of its messages.
 *
 * @param version counts the changes; a newer one wins
 * @param state HELD, PROBING or RELEASED
 * @param reason in one word, such as PAYMENT
 * @param releasedBy what is expected to end it: TIME, LINK_TEST or NEW_TOKEN
 * @param since when it began
 * @param waiting commands that waited when the dispatcher told so
 * @param nextAction what a person does about it; null where nobody can do anything
 */
public record DispatchHold(
        String phoneNumberId,
        long version,
        String state,
        String reason,
        String releasedBy,
        MetaWords meta,
        Instant since,
        @Nullable Instant nextProbeAt,
        int probes,
        long waiting,
        @Nullable String nextAction) {
    private static final String RELEASED = "RELEASED";

    /**
     * True for holds that an onboarding ends: each brings a new token, and registers the number
     * anew.
     */
    private static final Set<String> MENDED_BY_SIGN_UP =
            Set.of("TOKEN", "PERMISSION", "NUMBER_GONE", "CERTIFICATE", "NOT_REGISTERED");

    /** Meta's refusal. */
    public record MetaWords(
            int code,
            @Nullable Integer subcode,
            @Nullable String message,
            @Nullable String details) {}

    /** True where the number sends. */
    public boolean isReleased() {
        return state.equals(RELEASED);
    }

    /** True where a new sign-up of the number ends it: the connected number may be signed up. */
    public boolean isMendedBySignUp() {
        return MENDED_BY_SIGN_UP.contains(reason);
    }

    /** True where a test of the link may tell something of it. */
    boolean isTestable() {
        return !isReleased() && !releasedBy.equals("TIME");
    }
}
