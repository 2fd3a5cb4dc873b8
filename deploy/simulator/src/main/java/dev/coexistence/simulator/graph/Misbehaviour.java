package dev.coexistence.simulator.graph;

import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.fault.Faults;
import dev.coexistence.simulator.wire.Answer;
import dev.coexistence.simulator.wire.BadRequest;
import java.time.Duration;

/** Lets the faults asked for strike any endpoint but messages, which knows more about itself. */
final class Misbehaviour {
    private final Faults faults;

    /** What the endpoint does when nothing gets in the way. */
    interface Work {
        Answer run() throws BadRequest;
    }

    Misbehaviour(Faults faults) {
        this.faults = faults;
    }

    Answer around(String endpoint, String id, Work work) throws BadRequest {
        var struck = faults.strike(endpoint, id, "");
        for (Fault fault : struck) {
            switch (fault.kind()) {
                case REFUSE -> {
                    return fault.error().answer();
                }
                case ERROR_BEFORE_ACCEPTANCE -> {
                    return serverError(fault);
                }
                case TIMEOUT_BEFORE_ACCEPTANCE -> {
                    return new Answer.Silence(fault.hang());
                }
                case RESET_BEFORE_ACCEPTANCE -> {
                    return new Answer.Reset();
                }
                case TIMEOUT_AFTER_ACCEPTANCE,
                        RESET_AFTER_ACCEPTANCE,
                        ERROR_AFTER_ACCEPTANCE,
                        LATENCY,
                        FAILED_STATUS,
                        NO_STATUS,
                        GHOST -> {}
            }
        }
        Answer answer = work.run();
        for (Fault fault : struck) {
            Duration delay = fault.delay();
            answer =
                    switch (fault.kind()) {
                        case TIMEOUT_AFTER_ACCEPTANCE -> new Answer.Silence(fault.hang());
                        case RESET_AFTER_ACCEPTANCE -> new Answer.Reset();
                        case ERROR_AFTER_ACCEPTANCE -> serverError(fault);
                        case LATENCY -> delay == null ? answer : new Answer.Late(answer, delay);
                        case REFUSE,
                                TIMEOUT_BEFORE_ACCEPTANCE,
                                ERROR_BEFORE_ACCEPTANCE,
                                RESET_BEFORE_ACCEPTANCE,
                                FAILED_STATUS,
                                NO_STATUS,
                                GHOST ->
                                answer;
                    };
        }
        return answer;
    }

    private static Answer serverError(Fault fault) {
        return fault.serverError(2).answer();
    }
}
