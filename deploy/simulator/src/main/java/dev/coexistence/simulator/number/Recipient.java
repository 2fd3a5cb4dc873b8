package dev.coexistence.simulator.number;

/**
 * Who a message goes to.
 *
 * @param input as the request gave it
 * @param address the digits of a phone number, also of one that a user id made here stands for;
 *     else the user id or group id itself
 */
public record Recipient(Kind kind, String input, String address) {

    /** How the request named it. */
    public enum Kind {
        PHONE,
        USER_ID,
        GROUP
    }

    /** A phone number, as dialled. */
    public static Recipient phone(String input) {
        return new Recipient(Kind.PHONE, input, Customers.digits(input));
    }

    /** A business-scoped user id. */
    public static Recipient userId(String input) {
        return new Recipient(Kind.USER_ID, input, Customers.phoneOf(input));
    }

    public static Recipient group(String id) {
        return new Recipient(Kind.GROUP, id, id);
    }

    public boolean isGroup() {
        return kind == Kind.GROUP;
    }

    public boolean isUserId() {
        return kind == Kind.USER_ID;
    }

    /** Whether the phone number is known here. */
    public boolean hasPhone() {
        return !address.isEmpty() && address.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The business-scoped user id: as given, or the one that belongs to the phone number. */
    public String knownUserId() {
        return isUserId() ? input : Customers.userId(address);
    }
}
