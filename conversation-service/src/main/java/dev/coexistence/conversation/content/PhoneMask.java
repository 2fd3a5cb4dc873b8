package dev.coexistence.conversation.content;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Masks of what names a person's phone number, for callers without the scope {@code
 * contacts:phone}. The last two digits stay, so that people can tell apart whom they talk to.
 */
public final class PhoneMask {
    private static final String STARS = "+*******";
    private static final int SHOWN = 2;
    private static final String MASKED_ID = "wamid.masked.";

    /** Numbers as a sentence tells them; with fewer digits they are dates, amounts and codes. */
    private static final Pattern IN_TEXT =
            Pattern.compile("\\+\\d(?:[ ().-]{0,2}\\d){5,}|\\d{7,}|\\d(?:[ ().-]{0,2}\\d){8,}");

    private static final Pattern BARE = Pattern.compile("\\+?\\d+");
    private static final Pattern NO_DIGIT = Pattern.compile("\\D");

    private PhoneMask() {}

    /** A phone number, however written. */
    public static @Nullable String number(@Nullable String phone) {
        if (phone == null) {
            return null;
        }
        String digits = NO_DIGIT.matcher(phone).replaceAll("");
        return STARS + digits.substring(Math.max(0, digits.length() - SHOWN));
    }

    /** Somebody's name at Meta: masked where it is a phone number, else a user id and as it is. */
    public static @Nullable String identity(@Nullable String value) {
        return value != null && BARE.matcher(value).matches() ? number(value) : value;
    }

    /** The phone numbers in a sentence of Meta's. */
    public static @Nullable String sentence(@Nullable String text) {
        return text == null
                ? null
                : IN_TEXT.matcher(text).replaceAll(found -> number(found.group()));
    }

    /**
     * Meta's id of a message, which carries the phone number in Base64. The same id is masked to
     * the same text, so that an answer still names what it answers.
     */
    public static @Nullable String messageId(@Nullable String wamid) {
        if (wamid == null || isMasked(wamid)) {
            return wamid;
        }
        byte[] hash = sha256().digest(wamid.getBytes(StandardCharsets.UTF_8));
        return MASKED_ID + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    /** True for an id that {@link #messageId} gave. */
    public static boolean isMasked(String wamid) {
        return wamid.startsWith(MASKED_ID);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
