package dev.coexistence.dispatch.number;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Requests of one number between pick and outcome. The one place where a request changes its state,
 * so that the counts follow from the states.
 */
final class AttemptSet {
    private final Set<SendAttempt> attempts = new LinkedHashSet<>();
    private int ahead;
    private int writing;

    void add(SendAttempt attempt) {
        attempts.add(attempt);
        count(attempt.state(), 1);
    }

    void remove(SendAttempt attempt) {
        if (attempts.remove(attempt)) {
            count(attempt.state(), -1);
        }
    }

    void become(SendAttempt attempt, AttemptState next) {
        count(attempt.state(), -1);
        attempt.become(next);
        count(next, 1);
    }

    private void count(AttemptState state, int by) {
        switch (state) {
            case AttemptState.Ahead _ -> ahead += by;
            case AttemptState.Gone gone -> writing += gone.writing() ? by : 0;
            case AttemptState.Withdrawing _ -> {}
        }
    }

    /** Requests that have not been told to go. */
    int ahead() {
        return ahead;
    }

    /** Requests that were told to go, and of which the socket has not taken the bytes yet. */
    int writing() {
        return writing;
    }

    /** All of them, oldest first. */
    Set<SendAttempt> all() {
        return Collections.unmodifiableSet(attempts);
    }
}
