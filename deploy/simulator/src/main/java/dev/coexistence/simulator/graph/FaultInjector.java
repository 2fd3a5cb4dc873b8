package dev.coexistence.simulator.graph;

import dev.coexistence.simulator.fault.ActiveFaults;
import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.HttpAnswer;
import java.time.Duration;

/** Lets the faults asked for strike any endpoint but messages, which knows more about itself. */
final class FaultInjector {
    private final ActiveFaults faults;

    /** The endpoint's own work. */
    interface Work {
        HttpAnswer run() throws BadRequest;
    }

    FaultInjector(ActiveFaults faults) {
        this.faults = faults;
    }

    HttpAnswer run(String endpoint, String id, Work work) throws BadRequest {
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
                    return new HttpAnswer.Silence(fault.hang());
                }
                case RESET_BEFORE_ACCEPTANCE -> {
                    return new HttpAnswer.Reset();
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
        HttpAnswer answer = work.run();
        for (Fault fault : struck) {
            Duration delay = fault.delay();
            answer =
                    switch (fault.kind()) {
                        case TIMEOUT_AFTER_ACCEPTANCE -> new HttpAnswer.Silence(fault.hang());
                        case RESET_AFTER_ACCEPTANCE -> new HttpAnswer.Reset();
                        case ERROR_AFTER_ACCEPTANCE -> serverError(fault);
                        case LATENCY -> delay == null ? answer : new HttpAnswer.Late(answer, delay);
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

    private static HttpAnswer serverError(Fault fault) {
        return fault.serverError(2).answer();
    }
}
