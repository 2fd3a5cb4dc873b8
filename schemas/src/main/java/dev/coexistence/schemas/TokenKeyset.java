package dev.coexistence.schemas;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * Tool that makes and rotates the keyset of {@link TokenCipher}, for the operator: {@code java …
 * TokenKeyset new} prints one; {@code java … TokenKeyset rotate} reads one from standard input and
 * prints it with a further key that encrypts from now on, the older ones still decrypting.
 */
public final class TokenKeyset {
    private TokenKeyset() {}

    /**
     * @param keysetJson the keyset in use
     * @return the same with a new primary key; everything encrypted before can still be decrypted
     * @throws IllegalArgumentException where it is no such keyset; the message does not repeat it
     */
    public static String rotate(String keysetJson) {
        try {
            AeadConfig.register();
            var old =
                    TinkJsonProtoKeysetFormat.parseKeyset(
                            keysetJson, InsecureSecretKeyAccess.get());
            var rotated =
                    KeysetHandle.newBuilder(old)
                            .addEntry(
                                    KeysetHandle.generateEntryFromParameters(
                                                    PredefinedAeadParameters.AES256_GCM)
                                            .withRandomId()
                                            .makePrimary())
                            .build();
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    rotated, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "The token keyset is not a Tink AEAD keyset in JSON");
        }
    }

    public static void main(String[] words) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        switch (words.length == 1 ? words[0] : "") {
            case "new" -> out.println(oneLine(TokenCipher.newKeyset()));
            case "rotate" ->
                    out.println(
                            oneLine(
                                    rotate(
                                            new String(
                                                    System.in.readAllBytes(),
                                                    StandardCharsets.UTF_8))));
            default -> throw new IllegalArgumentException("Give one word: new or rotate");
        }
    }

    private static String oneLine(String json) {
        return json.replaceAll("\\s+", "");
    }
}
