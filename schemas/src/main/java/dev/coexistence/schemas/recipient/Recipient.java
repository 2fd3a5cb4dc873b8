package dev.coexistence.schemas.recipient;

/**
 * Recipient of a message. Nothing is dropped from a text to make it fit: what is none of the three
 * is refused, as the digits of a user id, a group id or an extension are somebody else's number.
 */
public sealed interface Recipient permits PhoneNumber, UserId, GroupId {

    /** The canonical form: equal for every way of writing the same recipient. */
    String value();

    /**
     * Reads a person's address. A group is never guessed from a text: {@link GroupId#of} reads what
     * is said to be one.
     *
     * @throws UnreadableRecipient where the text is neither a phone number nor a user id
     */
    static Recipient of(String text) {
        return UserId.looksLikeOne(text) ? UserId.of(text) : PhoneNumber.of(text);
    }
}
