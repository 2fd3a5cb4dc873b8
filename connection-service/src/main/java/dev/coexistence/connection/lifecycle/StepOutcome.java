package dev.coexistence.connection.lifecycle;

import dev.coexistence.connection.lifecycle.ConnectionState.Failure;
import dev.coexistence.connection.meta.PhoneNode;
import dev.coexistence.graph.Secret;
import java.util.List;

/** The outcome of one try of a step. */
public sealed interface StepOutcome {
    /** Done, with what is to be kept of it. */
    record Done(String evidence, Effect effect) implements StepOutcome {}

    /** The onboarding goes on, although the step is not simply done. */
    record Passed(StepStatus status, String evidence) implements StepOutcome {}

    /** Not done, for a passing reason. */
    record Later(String why) implements StepOutcome {}

    /** A definite answer that ends the onboarding. */
    record Ended(Failure failure) implements StepOutcome {}

    /** The lasting effect of a step that is done. */
    sealed interface Effect {
        record None() implements Effect {}

        record TokenObtained(Secret token) implements Effect {}

        record NumberFound(PhoneNode node, String wabaId) implements Effect {}

        record ModeVerified(PhoneNode node) implements Effect {}

        record Tested(List<LinkCheck> checks) implements Effect {}
    }

    static Done done(String evidence) {
        return new Done(evidence, new Effect.None());
    }
}
