package dev.coexistence.simulator.number;

/**
 * Recipient of a message.
 *
 * @param input as the request gave it
 * @param address the digits of a phone number, also of one that a user id made here stands for;
 *     else the user id or group id itself
 */
public record SendRecipient(Kind kind, String input, String address) {

    /** The request's way of naming it. */
    public enum Kind {
        PHONE,
        USER_ID,
        GROUP
    }

    /** A phone number, as dialled. */
    public static SendRecipient phone(String input) {
        return new SendRecipient(Kind.PHONE, input, CustomerIds.digits(input));
    }

    /** A business-scoped user id. */
    public static SendRecipient userId(String input) {
        return new SendRecipient(Kind.USER_ID, input, CustomerIds.phoneOf(input));
    }

    public static SendRecipient group(String id) {
        return new SendRecipient(Kind.GROUP, id, id);
    }

    public boolean isGroup() {
        return kind == Kind.GROUP;
    }

    public boolean isUserId() {
        return kind == Kind.USER_ID;
    }

    /** Tells whether the phone number is known here. */
    public boolean hasPhone() {
        return !address.isEmpty() && address.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The business-scoped user id: as given, or the one that belongs to the phone number. */
    public String knownUserId() {
        return isUserId() ? input : CustomerIds.userId(address);
    }
}
