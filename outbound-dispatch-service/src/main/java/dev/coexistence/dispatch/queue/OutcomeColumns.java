package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.refusal.MetaRefusal;
import org.jspecify.annotations.Nullable;

/** An outcome as the command table holds it. */
record OutcomeColumns(
        String outcome,
        @Nullable String reason,
        @Nullable Integer code,
        @Nullable String detail,
        @Nullable String wamid) {

    static OutcomeColumns of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted accepted ->
                    new OutcomeColumns("ACCEPTED", null, null, null, accepted.wamid());
            case Outcome.Rejected rejected -> {
                MetaRefusal refusal = rejected.refusal();
                yield new OutcomeColumns(
                        "REJECTED",
                        rejected.reason().name(),
                        refusal == null ? null : refusal.code(),
                        rejected.detail(),
                        null);
            }
            case Outcome.Expired _ -> new OutcomeColumns("EXPIRED", null, null, null, null);
            case Outcome.Cancelled(Reason reason) ->
                    new OutcomeColumns(
                            "CANCELLED", reason == null ? null : reason.name(), null, null, null);
            case Outcome.Unknown unknown ->
                    new OutcomeColumns("UNKNOWN", unknown.reason().name(), null, null, null);
        };
    }
}
