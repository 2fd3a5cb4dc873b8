package dev.coexistence.connection.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The state of a connection. A transition is a method on the states that allow it. */
public sealed interface ConnectionState {
    Instant since();

    /** A link between the number and this app exists. */
    sealed interface Live extends ConnectionState {
        /** Definite evidence from Meta: it is over. */
        default Disconnected end(
                @Nullable String reason, @Nullable String initiatedBy, Instant at) {
            return new Disconnected(reason, initiatedBy, at);
        }
    }

    /** Started here; the owner has yet to go through Meta's dialogue. */
    record Pending(Instant since) implements ConnectionState {
        public Onboarding complete(Instant at) {
            return new Onboarding(OnboardingStep.EXCHANGE_CODE, at);
        }

        public Expired expire(Instant at) {
            return new Expired(at);
        }
    }

    /** The dialogue was not finished in time, or the sign-up was given up. */
    record Expired(Instant since) implements ConnectionState {}

    /** The dialogue is finished; the steps that make a connection of it are under way. */
    record Onboarding(OnboardingStep step, Instant since) implements ConnectionState {
        public Onboarding enter(OnboardingStep next) {
            return new Onboarding(next, since);
        }

        public Connected connect(Instant at) {
            return new Connected(at);
        }

        public Failed fail(Failure failure, Instant at) {
            return new Failed(step, failure, at);
        }
    }

    /** An onboarding that a definite answer ended; nothing sends. */
    record Failed(OnboardingStep step, Failure failure, Instant since) implements ConnectionState {
        /** Takes up the failing step again: a person has done what was to be done. */
        public Onboarding resume(Instant at) {
            return new Onboarding(step, at);
        }
    }

    record Connected(Instant since) implements Live {
        public Suspended suspend(String reason, Instant at) {
            return new Suspended(reason, at);
        }

        public Disconnecting disconnect(Party by, Instant at) {
            return new Disconnecting(by, at);
        }
    }

    /** The link exists but does not carry messages; sending holds. */
    record Suspended(String reason, Instant since) implements Live {
        public Connected resume(Instant at) {
            return new Connected(at);
        }

        public Disconnecting disconnect(Party by, Instant at) {
            return new Disconnecting(by, at);
        }
    }

    /** Asked for; somebody still has to act, and Meta to confirm. */
    record Disconnecting(Party by, Instant since) implements Live {}

    /**
     * @param reason as Meta or the operator gave it; Meta may give none
     * @param initiatedBy who wanted it, where that is known
     */
    record Disconnected(@Nullable String reason, @Nullable String initiatedBy, Instant since)
            implements ConnectionState {}

    /** The party that has to act for a disconnect to happen. */
    enum Party {
        /** The owner, in the app: Meta offers no call for a coexistence number. */
        OWNER,
        /** This service, by deregistering. */
        SERVICE
    }

    /**
     * @param metaCode Meta's error code; 0 where the refusal is our own
     * @param reason what was wrong
     * @param nextAction what a person can do about it
     */
    record Failure(int metaCode, String reason, String nextAction) {}
}
