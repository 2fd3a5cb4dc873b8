package dev.coexistence.connection.lifecycle;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A number on its way into, in, or out of the system.
 *
 * @param number null until Meta has shown which number it is
 * @param budgetPerSecond messages in any sliding second
 */
public record Connection(
        SignUp signUp,
        ConnectionState state,
        @Nullable NumberFacts number,
        AppActivity activity,
        int budgetPerSecond) {

    public UUID id() {
        return signUp.id();
    }

    public ConnectionMode mode() {
        return signUp.mode();
    }

    /** Whose it is. */
    public String tenant() {
        return signUp.tenant();
    }

    public Connection withTenant(String next) {
        return new Connection(signUp.withTenant(next), state, number, activity, budgetPerSecond);
    }

    public Connection withState(ConnectionState next) {
        return new Connection(signUp, next, number, activity, budgetPerSecond);
    }

    public Connection withNumber(NumberFacts facts) {
        return new Connection(signUp, state, facts, activity, budgetPerSecond);
    }

    public Connection withActivity(AppActivity next) {
        return new Connection(signUp, state, number, next, budgetPerSecond);
    }

    public Connection withBudget(int messagesPerSecond) {
        return new Connection(signUp, state, number, activity, messagesPerSecond);
    }

    /**
     * @throws IllegalStateException before the number is found
     */
    public NumberFacts facts() {
        if (number == null) {
            throw new IllegalStateException("Connection " + id() + " has no number yet");
        }
        return number;
    }

    /** An event of that time belongs to an onboarding before this one. Meta counts in seconds. */
    public boolean startedAfter(Instant event) {
        return number != null && event.getEpochSecond() < number.onboardedAt().getEpochSecond();
    }
}
