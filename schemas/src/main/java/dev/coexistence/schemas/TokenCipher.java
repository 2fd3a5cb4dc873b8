package dev.coexistence.schemas;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * Cipher for a number's secrets (access token, PIN) so that they can stand in a table or on a
 * topic. AEAD with the {@code phone_number_id} as associated data: what was encrypted for one
 * number cannot be read for another. A keyset may hold several keys: the primary encrypts, any of
 * them decrypts, so keys rotate without a stop. Thread-safe.
 */
public final class TokenCipher {
    private final Aead aead;

    private TokenCipher(Aead aead) {
        this.aead = aead;
    }

    /**
     * @param keysetJson a Tink AEAD keyset in JSON, in clear; comes from a secret store
     * @throws IllegalArgumentException where it is no such keyset; the message does not repeat it
     */
    public static TokenCipher of(String keysetJson) {
        try {
            AeadConfig.register();
            KeysetHandle keys =
                    TinkJsonProtoKeysetFormat.parseKeyset(
                            keysetJson, InsecureSecretKeyAccess.get());
            return new TokenCipher(keys.getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "The token keyset is not a Tink AEAD keyset in JSON");
        }
    }

    /** A new keyset with one AES-256-GCM key, in JSON. Secret. */
    public static String newKeyset() {
        try {
            AeadConfig.register();
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM),
                    InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink cannot make an AES-256-GCM key", e);
        }
    }

    public byte[] encrypt(String phoneNumberId, String secret) {
        try {
            return aead.encrypt(
                    secret.getBytes(StandardCharsets.UTF_8),
                    phoneNumberId.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Encryption failed", e);
        }
    }

    /**
     * @throws IllegalArgumentException where the bytes were not encrypted for this number by a key
     *     of the keyset
     */
    public String decrypt(String phoneNumberId, byte[] encrypted) {
        try {
            return new String(
                    aead.decrypt(encrypted, phoneNumberId.getBytes(StandardCharsets.UTF_8)),
                    StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "The secret of number " + phoneNumberId + " cannot be decrypted", e);
        }
    }
}
