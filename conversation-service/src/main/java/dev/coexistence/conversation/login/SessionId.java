package dev.coexistence.conversation.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Id of a session, which its browser alone has.
 *
 * @param secret 256 random bits in base64url
 */
record SessionId(String secret) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    static SessionId generate() {
        return new SessionId(randomText());
    }

    /** Empty where a cookie has another form. */
    static Optional<SessionId> parse(@Nullable String text) {
        return text != null && FORM.matcher(text).matches()
                ? Optional.of(new SessionId(text))
                : Optional.empty();
    }

    /** 256 random bits in base64url. */
    static String randomText() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The id as the table has it. */
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Context for which the content of the session is encrypted. */
    String owner() {
        return "page-session " + HexFormat.of().formatHex(hash());
    }

    @Override
    public String toString() {
        return "SessionId[redacted]";
    }
}
