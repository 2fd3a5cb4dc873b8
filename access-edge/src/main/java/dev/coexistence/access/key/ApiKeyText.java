package dev.coexistence.access.key;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Text of an API key, {@code cx_<id>_<secret><checksum>}: 12 letters of id, 43 of secret (32 random
 * bytes), 6 of checksum, all in base 62. The prefix tells a key that lies in a public place; the
 * checksum, the CRC-32 of all before it, tells a slip of a letter from a revoked key without a
 * directory.
 *
 * @param id by which the key is known and listed
 * @param secret of which only the hash is kept
 */
public record ApiKeyText(String id, String secret) {
    /** Begin of every key. */
    public static final String PREFIX = "cx_";

    private static final String LETTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(LETTERS.length());
    private static final int ID = 12;
    private static final int SECRET_BYTES = 32;
    private static final int SECRET = 43;
    private static final int CHECKSUM = 6;

    /** A new key by a secure source of chance. */
    public static ApiKeyText generate(SecureRandom chance) {
        var id = new StringBuilder();
        for (int i = 0; i < ID; i++) {
            id.append(LETTERS.charAt(chance.nextInt(LETTERS.length())));
        }
        byte[] secret = new byte[SECRET_BYTES];
        chance.nextBytes(secret);
        return new ApiKeyText(id.toString(), base62(new BigInteger(1, secret), SECRET));
    }

    /** Empty where the text is no key or a letter of it is wrong. */
    public static Optional<ApiKeyText> parse(String text) {
        if (text.length() != PREFIX.length() + ID + 1 + SECRET + CHECKSUM
                || !text.startsWith(PREFIX)
                || text.charAt(PREFIX.length() + ID) != '_') {
            return Optional.empty();
        }
        String id = text.substring(PREFIX.length(), PREFIX.length() + ID);
        int secret = PREFIX.length() + ID + 1;
        var key = new ApiKeyText(id, text.substring(secret, secret + SECRET));
        return key.text().equals(text) && isBase62(id) && isBase62(key.secret)
                ? Optional.of(key)
                : Optional.empty();
    }

    /** The whole key, which is shown once. */
    public String text() {
        String body = PREFIX + id + "_" + secret;
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return body + base62(BigInteger.valueOf(crc.getValue()), CHECKSUM);
    }

    /** SHA-256 of the secret, which has 256 random bits and so needs no salt. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return PREFIX + id + "_…";
    }

    private static boolean isBase62(String text) {
        return text.chars().allMatch(letter -> LETTERS.indexOf(letter) >= 0);
    }

    private static String base62(BigInteger number, int length) {
        var text = new StringBuilder();
        BigInteger rest = number;
        while (rest.signum() > 0) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            text.append(LETTERS.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        while (text.length() < length) {
            text.append('0');
        }
        return text.reverse().toString();
    }
}
