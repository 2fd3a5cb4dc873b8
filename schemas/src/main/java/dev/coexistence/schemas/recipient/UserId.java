package dev.coexistence.schemas.recipient;

import java.util.regex.Pattern;

/**
 * Business-scoped user id of Meta's: {@code CC.<up to 128 letters and digits>}, or its parent form
 * {@code CC.ENT.<…>} of linked portfolios.
 *
 * @param value as Meta writes it
 */
public record UserId(String value) implements Recipient {
    private static final Pattern FORM = Pattern.compile("[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}");
    private static final Pattern LIKE = Pattern.compile("[A-Za-z]{2}\\..*", Pattern.DOTALL);

    /**
     * @throws UnreadableRecipient where the text has another form
     */
    public UserId {
        if (!FORM.matcher(value).matches()) {
            throw new UnreadableRecipient(
                    "A user id is a country's two capital letters, a dot, ENT and a dot where it is"
                            + " a parent id, and 1 to 128 letters and digits");
        }
    }

    /**
     * @param text blanks around it are allowed
     * @throws UnreadableRecipient where the text has another form
     */
    public static UserId of(String text) {
        return new UserId(text.strip());
    }

    /** True for the id of a linked portfolio. */
    public boolean parent() {
        return value.startsWith("ENT.", 3);
    }

    static boolean looksLikeOne(String text) {
        return LIKE.matcher(text.strip()).matches();
    }
}
