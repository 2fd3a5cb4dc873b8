package dev.coexistence.dispatch.command;

import dev.coexistence.dispatch.refusal.ErrorAction;
import dev.coexistence.dispatch.refusal.MetaRefusal;
import dev.coexistence.dispatch.refusal.SendErrors;

/** Result of one request to Meta. */
public sealed interface MetaAnswer {

    /** Meta took the message. */
    record Taken(Outcome.Accepted accepted) implements MetaAnswer {}

    /** Meta answered with an error. */
    record Refused(MetaRefusal refusal) implements MetaAnswer {
        /** True where the message may have been taken all the same. */
        public boolean doubtful() {
            return SendErrors.ruling(refusal) == ErrorAction.DOUBT;
        }
    }

    /** Proof that no byte of it left. */
    record NotSent(String cause) implements MetaAnswer {}

    /** Bytes left, and nothing tells what became of them. */
    record Doubtful(Reason reason) implements MetaAnswer {}
}
