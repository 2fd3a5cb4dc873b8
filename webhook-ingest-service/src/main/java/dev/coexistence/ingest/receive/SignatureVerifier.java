package dev.coexistence.ingest.receive;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Verifier of {@code X-Hub-Signature-256} over the bytes as they were received, against each
 * accepted app secret, in constant time. Thread-safe.
 */
final class SignatureVerifier {
    static final String HEADER = "X-Hub-Signature-256";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";
    private static final int HEX_DIGITS = 64;

    private final List<Keyed> keys;

    /** A keyed MAC that is cloned for each body. */
    private record Keyed(String id, Mac mac) {}

    /** Signature that a well-formed header claims. */
    record Claim(byte[] mac) {}

    /**
     * @param secrets app secrets by their ids
     */
    SignatureVerifier(Map<String, String> secrets) {
        this.keys =
                secrets.entrySet().stream()
                        .map(entry -> new Keyed(entry.getKey(), mac(entry.getValue())))
                        .toList();
    }

    /** The claim of a header; null where the header is missing or malformed. */
    static @Nullable Claim parseClaim(@Nullable String header) {
        if (header == null
                || header.length() != PREFIX.length() + HEX_DIGITS
                || !header.startsWith(PREFIX)) {
            return null;
        }
        try {
            return new Claim(HexFormat.of().parseHex(header, PREFIX.length(), header.length()));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** The id of the secret that signed the body; null where none of them did. */
    @Nullable String findSigner(Claim claim, byte[] body) {
        String signer = null;
        // Every secret is tried, so that the time does not tell which one it was.
        for (var key : keys) {
            byte[] expected = copy(key.mac()).doFinal(body);
            if (MessageDigest.isEqual(expected, claim.mac()) && signer == null) {
                signer = key.id();
            }
        }
        return signer;
    }

    private static Mac mac(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }

    private static Mac copy(Mac mac) {
        try {
            return (Mac) mac.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's own " + ALGORITHM + " can be cloned", e);
        }
    }
}
