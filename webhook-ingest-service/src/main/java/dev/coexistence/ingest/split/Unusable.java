package dev.coexistence.ingest.split;

import java.util.List;

/** An item that cannot become an event. Ends as a dead letter; the message carries no content. */
final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    static final String NOT_JSON = "NOT_JSON";
    static final String NOT_AN_ENVELOPE = "NOT_AN_ENVELOPE";
    static final String NOT_AN_OBJECT = "NOT_AN_OBJECT";
    static final String NO_NUMBER = "NO_NUMBER";
    static final String NO_ACCOUNT = "NO_ACCOUNT";
    static final String NO_WAMID = "NO_WAMID";
    static final String NO_STATUS = "NO_STATUS";
    static final String NO_ALIAS = "NO_ALIAS";
    static final String TOO_DEEP = "TOO_DEEP";
    static final String TOO_LARGE = "TOO_LARGE";
    static final String REFUSED = "REFUSED_BY_BROKER";
    static final String UNREADABLE = "UNREADABLE_ITEM";

    static final List<String> REASONS =
            List.of(
                    NOT_JSON,
                    NOT_AN_ENVELOPE,
                    NOT_AN_OBJECT,
                    NO_NUMBER,
                    NO_ACCOUNT,
                    NO_WAMID,
                    NO_STATUS,
                    NO_ALIAS,
                    TOO_DEEP,
                    TOO_LARGE,
                    REFUSED,
                    UNREADABLE);

    private final String reason;

    Unusable(String reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
