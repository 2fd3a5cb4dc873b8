package dev.coexistence.connection.lifecycle;

/**
 * One thing that a self-test looked at.
 *
 * @param evidence what the status rests on
 */
public record LinkCheck(Subject subject, Status status, String evidence) {
    public enum Subject {
        /** The app is subscribed to the WABA's webhooks. */
        SUBSCRIPTION,
        /** The number is registered, in the mode that was signed up. */
        REGISTRATION,
        /** Meta sends this number's webhooks to this system. */
        CALLBACK,
        /** The ingest gateway takes what is signed with the app's secret, and nothing else. */
        SIGNATURE,
        /** A webhook about this number has come through. */
        FIRST_EVENT
    }

    public enum Status {
        PASSED,
        /** Neither shown nor refuted yet. */
        PENDING,
        /** A definite answer shows the contrary. */
        FAILED
    }

    public static LinkCheck passed(Subject subject, String evidence) {
        return new LinkCheck(subject, Status.PASSED, evidence);
    }

    public static LinkCheck pending(Subject subject, String evidence) {
        return new LinkCheck(subject, Status.PENDING, evidence);
    }

    public static LinkCheck failed(Subject subject, String evidence) {
        return new LinkCheck(subject, Status.FAILED, evidence);
    }
}
