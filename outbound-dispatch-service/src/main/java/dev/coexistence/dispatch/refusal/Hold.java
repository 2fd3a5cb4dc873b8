package dev.coexistence.dispatch.refusal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hold of a number of which Meta takes nothing, its beginning, and its probes: one message tries
 * the way, then a few, then all go.
 *
 * @param partition partition of the number, on every topic
 * @param refusal Meta's newest refusal, in Meta's words
 * @param since when the hold began; the same through its probes
 * @param nextProbeAt when the next message tries the way; null where one or a few try it now
 * @param probes messages that tried the way since the hold began
 * @param refusals messages that were refused since one was last taken
 * @param connectionVersion version of the connection record through which Meta refused last
 */
public record Hold(
        String number,
        int partition,
        HoldReason reason,
        MetaRefusal refusal,
        Instant since,
        Stage stage,
        @Nullable Instant nextProbeAt,
        int probes,
        int refusals,
        long connectionVersion) {

    /** Stages of a hold. */
    public enum Stage {
        /** Nothing leaves. */
        HELD,
        /** A message was taken: a few try the way. */
        PROBING,
        /** The number sends. */
        RELEASED
    }

    /** Meta refused something that concerns the whole number. */
    public static Hold begun(
            String number, int partition, MetaRefusal refusal, long connectionVersion, Instant at) {
        Instant now = at.truncatedTo(ChronoUnit.MILLIS);
        HoldReason reason = SendErrors.reason(refusal);
        return new Hold(
                number,
                partition,
                reason,
                refusal,
                now,
                Stage.HELD,
                now.plus(reason.probeAfter(1)),
                0,
                1,
                connectionVersion);
    }

    /** A message that tried the way was refused too. */
    public Hold refusedAgain(MetaRefusal again, long version, Instant at) {
        Instant now = at.truncatedTo(ChronoUnit.MILLIS);
        HoldReason why = SendErrors.reason(again);
        int inARow = stage == Stage.PROBING ? 1 : refusals + 1;
        return new Hold(
                number,
                partition,
                why,
                again,
                since,
                Stage.HELD,
                now.plus(why.probeAfter(inARow)),
                probes + 1,
                inARow,
                version);
    }

    /** A message that tried the way was taken. */
    public Hold passed() {
        return in(Stage.PROBING, probes + 1);
    }

    /** The number sends. */
    public Hold released() {
        return in(Stage.RELEASED, probes);
    }

    /** In one word, as the API and the metrics say it. */
    public String name() {
        return "META_" + refusal.code();
    }

    private Hold in(Stage next, int tried) {
        return new Hold(
                number,
                partition,
                reason,
                refusal,
                since,
                next,
                null,
                tried,
                refusals,
                connectionVersion);
    }
}
