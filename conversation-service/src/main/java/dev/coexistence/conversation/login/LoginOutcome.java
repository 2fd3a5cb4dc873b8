package dev.coexistence.conversation.login;

/** Outcome of a log-in, when the browser is back from the issuer. */
sealed interface LoginOutcome {

    /**
     * The person is logged in.
     *
     * @param back path of the page to go to
     */
    record LoggedIn(SessionId id, String back) implements LoginOutcome {}

    /**
     * No log-in.
     *
     * @param why word for the log and the page: the issuer's error code, or one of this service
     */
    record Denied(String why) implements LoginOutcome {}

    /** The issuer does not answer. */
    record IssuerSilent() implements LoginOutcome {}

    /** The browser comes back from a log-in that it did not begin, or too long ago. */
    record Unknown() implements LoginOutcome {}

    /** The outcome as its meter's tag. */
    default String word() {
        return switch (this) {
            case LoggedIn _ -> "accepted";
            case Denied _ -> "refused";
            case IssuerSilent _ -> "away";
            case Unknown _ -> "unknown";
        };
    }
}
