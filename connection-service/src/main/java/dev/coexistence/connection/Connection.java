package dev.coexistence.connection;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A number on its way into, in, or out of the system.
 *
 * @param number null until Meta has shown which number it is
 * @param budgetPerSecond messages in any sliding second
 */
record Connection(
        SignUp signUp,
        ConnectionState state,
        @Nullable NumberFacts number,
        Activity activity,
        int budgetPerSecond) {

    UUID id() {
        return signUp.id();
    }

    ConnectionMode mode() {
        return signUp.mode();
    }

    Connection in(ConnectionState next) {
        return new Connection(signUp, next, number, activity, budgetPerSecond);
    }

    Connection identified(NumberFacts facts) {
        return new Connection(signUp, state, facts, activity, budgetPerSecond);
    }

    Connection with(Activity next) {
        return new Connection(signUp, state, number, next, budgetPerSecond);
    }

    Connection paced(int messagesPerSecond) {
        return new Connection(signUp, state, number, activity, messagesPerSecond);
    }

    /**
     * @throws IllegalStateException before the number is found
     */
    NumberFacts facts() {
        if (number == null) {
            throw new IllegalStateException("Connection " + id() + " has no number yet");
        }
        return number;
    }

    /** An event of that time belongs to an onboarding before this one. Meta counts in seconds. */
    boolean startedAfter(Instant event) {
        return number != null && event.getEpochSecond() < number.onboardedAt().getEpochSecond();
    }
}
