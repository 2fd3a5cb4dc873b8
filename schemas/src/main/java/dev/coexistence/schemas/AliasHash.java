package dev.coexistence.schemas;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keyed hash by which an erased person is recognised: without the keyset nobody can try out phone
 * numbers. Each key of the token keyset gives a hash key of its own (HMAC-SHA256 of a fixed label),
 * the primary hashes, and all are known, so that keys rotate. Once a key is retired, what it hashed
 * is not recognised any more; keep one for as long as the topics keep events. Thread-safe.
 */
public final class AliasHash {
    private static final String HMAC = "HmacSHA256";
    private static final byte[] LABEL =
            "coexistence erased alias 1".getBytes(StandardCharsets.US_ASCII);

    private final List<Key> keys;

    /** One key of the keyset, the primary first. */
    private record Key(long id, byte[] secret) {}

    /**
     * @param keyId id of the keyset's key that made it
     */
    public record Hash(long keyId, byte[] value) {}

    private AliasHash(List<Key> keys) {
        this.keys = keys;
    }

    /**
     * @param keysetJson the keyset of {@link TokenCipher}
     * @throws IllegalArgumentException where it is no such keyset; the message does not repeat it
     */
    public static AliasHash of(String keysetJson) {
        TokenCipher.of(keysetJson);
        try {
            JsonNode keyset = JsonMapper.shared().readTree(keysetJson);
            long primary = keyset.path("primaryKeyId").asLong();
            var keys = new ArrayList<Key>();
            for (JsonNode one : keyset.path("key")) {
                if (!one.path("status").asString("ENABLED").equals("ENABLED")) {
                    continue;
                }
                byte[] material =
                        Base64.getDecoder().decode(one.path("keyData").path("value").asString(""));
                var key = new Key(one.path("keyId").asLong(), hmac(material, LABEL));
                keys.add(key.id() == primary ? 0 : keys.size(), key);
            }
            return new AliasHash(List.copyOf(keys));
        } catch (JacksonException | IllegalArgumentException | GeneralSecurityException e) {
            throw new IllegalArgumentException("The token keyset is not a Tink keyset in JSON");
        }
    }

    /** The hash to remember a name by. */
    public Hash of(String phoneNumberId, String kind, String value) {
        return hashWithKey(keys.getFirst(), hashWithoutKey(phoneNumberId, kind, value));
    }

    /** The hashes by which the name may be remembered, one for each key. */
    public List<Hash> all(String phoneNumberId, String kind, String value) {
        byte[] unkeyed = hashWithoutKey(phoneNumberId, kind, value);
        return keys.stream().map(key -> hashWithKey(key, unkeyed)).toList();
    }

    /** The hash of a name that is known only by its SHA-256, as it was remembered without a key. */
    public Hash ofUnkeyed(byte[] sha256) {
        return hashWithKey(keys.getFirst(), sha256);
    }

    /** Ids of the keys, the primary first. */
    public List<Long> keyIds() {
        return keys.stream().map(Key::id).toList();
    }

    private static byte[] hashWithoutKey(String phoneNumberId, String kind, String value) {
        try {
            String text = phoneNumberId + '\n' + kind + '\n' + value;
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static Hash hashWithKey(Key key, byte[] unkeyed) {
        try {
            return new Hash(key.id(), hmac(key.secret(), unkeyed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + HMAC, e);
        }
    }

    private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(key, HMAC));
        return mac.doFinal(text);
    }
}
