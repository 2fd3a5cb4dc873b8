package dev.coexistence.dispatch.api;

import dev.coexistence.dispatch.refusal.Hold;
import dev.coexistence.dispatch.refusal.HoldReason;
import dev.coexistence.dispatch.refusal.ReleasedBy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That Meta takes nothing of a number, in Meta's words.
 *
 * @param state HELD: nothing leaves; PROBING: a message was taken, and a few try the way
 * @param since when it began; the same through its probes
 * @param releasedBy what is expected to end it
 * @param nextProbeAt when the next message tries the way; null where one or a few try it now
 * @param probes messages that tried it so far
 * @param nextAction the one thing that a person does about it
 */
record HoldView(
        Hold.Stage state,
        HoldReason reason,
        Instant since,
        ReleasedBy releasedBy,
        int metaCode,
        @Nullable Integer metaSubcode,
        @Nullable String metaMessage,
        @Nullable String metaDetails,
        @Nullable Instant nextProbeAt,
        int probes,
        String nextAction) {

    static @Nullable HoldView of(@Nullable Hold hold) {
        return hold == null
                ? null
                : new HoldView(
                        hold.stage(),
                        hold.reason(),
                        hold.since(),
                        hold.reason().releasedBy(),
                        hold.refusal().code(),
                        hold.refusal().subcode(),
                        hold.refusal().message(),
                        hold.refusal().details(),
                        hold.nextProbeAt(),
                        hold.probes(),
                        hold.reason().nextAction());
    }
}
