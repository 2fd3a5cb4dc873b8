package dev.coexistence.connection.onboarding;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.policy.BusinessNumber;

/** The outcome of a request about a sign-up. */
public sealed interface SignUpOutcome {
    record Started(Connection connection) implements SignUpOutcome {}

    record NoNumber() implements SignUpOutcome {}

    record NotAvailable(BusinessNumber number) implements SignUpOutcome {}

    /** One for this number is under way; it has to be finished or given up first. */
    record UnderWay(Connection connection) implements SignUpOutcome {}

    record AlreadyConnected(Connection connection) implements SignUpOutcome {}

    /** Connected in the other mode, which cannot be changed in place. */
    record ModeFixed(Connection connection) implements SignUpOutcome {}

    record Unknown() implements SignUpOutcome {}

    /** The state that it is in does not allow what was asked for. */
    record NotNow(Connection connection, String why) implements SignUpOutcome {}

    /** The request cannot be used. */
    record Refused(String kind, String why) implements SignUpOutcome {}

    /** The onboarding goes on after the answer. */
    record Running(Connection connection) implements SignUpOutcome {}

    /** The onboarding has come to its end, well or not. */
    record Ended(Connection connection) implements SignUpOutcome {}
}
