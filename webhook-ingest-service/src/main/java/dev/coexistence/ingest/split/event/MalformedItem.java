package dev.coexistence.ingest.split.event;

import java.util.List;

/** An item that cannot become an event and is parked; the message carries no content. */
public final class MalformedItem extends Exception {
    private static final long serialVersionUID = 1L;

    public static final String NOT_JSON = "NOT_JSON";
    public static final String NOT_AN_ENVELOPE = "NOT_AN_ENVELOPE";
    public static final String NOT_AN_OBJECT = "NOT_AN_OBJECT";
    public static final String NO_NUMBER = "NO_NUMBER";
    public static final String NO_ACCOUNT = "NO_ACCOUNT";
    public static final String NO_WAMID = "NO_WAMID";
    public static final String NO_STATUS = "NO_STATUS";
    public static final String NO_ALIAS = "NO_ALIAS";
    public static final String TOO_DEEP = "TOO_DEEP";
    public static final String TOO_LARGE = "TOO_LARGE";
    public static final String REFUSED = "REFUSED_BY_BROKER";
    public static final String UNREADABLE = "UNREADABLE_ITEM";

    public static final List<String> REASONS =
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

    public MalformedItem(String reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
