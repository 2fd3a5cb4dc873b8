package dev.coexistence.connection.lifecycle;

/** The status of a step of an onboarding. */
public enum StepStatus {
    /** Stored before the call: it may be under way, or have been cut off. */
    INTENT,
    /** Not carried out yet for a passing reason; will be tried again. */
    WAITING,
    DONE,
    /** No telling whether Meta did it; webhooks will show. Never asked again. */
    UNKNOWN,
    /** A request that Meta accepted and whose data is arriving. */
    RUNNING,
    /** The owner did not want to share. */
    DECLINED,
    /** Meta refused, and the onboarding went on without. */
    REFUSED,
    /** The time in which it could be done has passed. */
    EXPIRED,
    /** Meta refused, and the onboarding ended. */
    FAILED;

    /** The onboarding may go on to the next step. */
    public boolean isPassed() {
        return switch (this) {
            case DONE, UNKNOWN, RUNNING, DECLINED, REFUSED, EXPIRED -> true;
            case INTENT, WAITING, FAILED -> false;
        };
    }
}
