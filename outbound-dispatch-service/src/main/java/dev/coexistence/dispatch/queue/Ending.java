package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.lane.Outcome;
import dev.coexistence.dispatch.lane.Reason;
import dev.coexistence.dispatch.refusal.MetaRefusal;
import org.jspecify.annotations.Nullable;

/** An outcome as the command table holds it. */
record Ending(
        String outcome,
        @Nullable String reason,
        @Nullable Integer code,
        @Nullable String detail,
        @Nullable String wamid) {

    static Ending of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted accepted ->
                    new Ending("ACCEPTED", null, null, null, accepted.wamid());
            case Outcome.Rejected rejected -> {
                MetaRefusal refusal = rejected.refusal();
                yield new Ending(
                        "REJECTED",
                        rejected.reason().name(),
                        refusal == null ? null : refusal.code(),
                        rejected.detail(),
                        null);
            }
            case Outcome.Expired _ -> new Ending("EXPIRED", null, null, null, null);
            case Outcome.Cancelled(Reason reason) ->
                    new Ending(
                            "CANCELLED", reason == null ? null : reason.name(), null, null, null);
            case Outcome.Unknown unknown ->
                    new Ending("UNKNOWN", unknown.reason().name(), null, null, null);
        };
    }
}
