package dev.coexistence.dispatch.lane;

import dev.coexistence.dispatch.refusal.MetaRefusal;
import dev.coexistence.dispatch.refusal.Ruling;
import dev.coexistence.dispatch.refusal.SendErrors;

/** What came of one request. */
public sealed interface Answer {

    /** Meta took the message. */
    record Taken(Outcome.Accepted accepted) implements Answer {}

    /** Meta answered with an error. */
    record Refused(MetaRefusal refusal) implements Answer {
        /** True where the message may have been taken all the same. */
        public boolean doubtful() {
            return SendErrors.ruling(refusal) == Ruling.DOUBT;
        }
    }

    /** Proof that no byte of it left. */
    record NotSent(String cause) implements Answer {}

    /** Bytes left, and nothing tells what became of them. */
    record Doubtful(Reason reason) implements Answer {}
}
