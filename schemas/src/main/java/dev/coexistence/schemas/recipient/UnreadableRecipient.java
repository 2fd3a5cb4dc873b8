package dev.coexistence.schemas.recipient;

/** A text that names no recipient. The message says why, and never repeats the text. */
public final class UnreadableRecipient extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnreadableRecipient(String why) {
        super(why);
    }
}
