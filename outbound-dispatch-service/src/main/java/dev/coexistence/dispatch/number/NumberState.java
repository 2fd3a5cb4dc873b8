package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.refusal.Hold;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A number's connection, as far as sending is concerned.
 *
 * @param epoch onboarding of the number
 * @param version change of the record; a newer one wins
 * @param ended true where the connection is over and nothing will leave through it again
 * @param heldFor what of the connection's own keeps everything back; null where messages may flow
 * @param mode name of the connection's mode, in lower case
 * @param perSecond messages in any sliding second
 * @param edition edition of the policy in force
 * @param forbidden features that the mode switches off, by the edition's names
 * @param token access token, in clear; never logged
 * @param linkProvenAt when a test of the connection last passed
 * @param hold that Meta takes nothing of the number, as it was last stored
 */
public record NumberState(
        String number,
        long epoch,
        long version,
        boolean ended,
        @Nullable String heldFor,
        String mode,
        int perSecond,
        String edition,
        List<String> forbidden,
        @Nullable String token,
        @Nullable Instant linkProvenAt,
        @Nullable Hold hold) {

    /**
     * Reason for which nothing leaves, the connection's own or a refusal of Meta's; null otherwise.
     */
    public @Nullable String held() {
        if (ended) {
            return "CONNECTION_DISCONNECTED";
        }
        return heldFor != null || hold == null ? heldFor : hold.name();
    }

    /** True where the way to Meta is another than before, or was shown to work since. */
    boolean renews(NumberState before) {
        return epoch > before.epoch
                || !Objects.equals(token, before.token)
                || (linkProvenAt != null
                        && (before.linkProvenAt == null
                                || linkProvenAt.isAfter(before.linkProvenAt)));
    }

    boolean newerThan(NumberState other) {
        return version > other.version;
    }

    @Override
    public String toString() {
        return "NumberState[" + number + " version " + version + "]";
    }
}
