package dev.coexistence.schemas.recipient;

import java.util.regex.Pattern;

/**
 * A group as Meta's Groups API names it: letters, digits and a few signs, without blanks. It is
 * read only from what is said to be a group.
 *
 * @param value as Meta writes it
 */
public record GroupId(String value) implements Recipient {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_=+/:.-]{0,255}");

    /**
     * @throws UnreadableRecipient where the text has another form, or names a person
     */
    public GroupId {
        if (!FORM.matcher(value).matches()) {
            throw new UnreadableRecipient(
                    "A group id has 1 to 256 letters, digits and signs of _=+/:.-");
        }
        if (person(value)) {
            throw new UnreadableRecipient(
                    "It is said to be a group, and is the phone number or user id of a person");
        }
    }

    /**
     * @param text blanks around it are allowed
     * @throws UnreadableRecipient where the text has another form, or names a person
     */
    public static GroupId of(String text) {
        return new GroupId(text.strip());
    }

    private static boolean person(String text) {
        try {
            Recipient.of(text);
            return true;
        } catch (UnreadableRecipient e) {
            return false;
        }
    }
}
