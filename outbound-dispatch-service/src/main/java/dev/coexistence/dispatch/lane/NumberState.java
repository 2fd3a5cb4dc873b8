package dev.coexistence.dispatch.lane;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number's connection, as far as sending is concerned.
 *
 * @param epoch onboarding of the number
 * @param version change of the record; a newer one wins, and releases what the number was held for
 * @param ended true where the connection is over and nothing will leave through it again
 * @param heldFor why nothing may leave at present; null where messages flow
 * @param mode name of the connection's mode, in lower case
 * @param perSecond messages in any sliding second
 * @param edition edition of the policy in force
 * @param forbidden features that the mode switches off, by the edition's names
 * @param token access token, in clear; never logged
 * @param stoppedByMeta true where an error of Meta's stopped this very version
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
        boolean stoppedByMeta) {

    /** The same number after Meta refused it. */
    NumberState stopped(int code) {
        return new NumberState(
                number,
                epoch,
                version,
                ended,
                "META_" + code,
                mode,
                perSecond,
                edition,
                forbidden,
                token,
                true);
    }

    boolean newerThan(NumberState other) {
        return version > other.version;
    }

    @Override
    public String toString() {
        return "NumberState[" + number + " version " + version + "]";
    }
}
