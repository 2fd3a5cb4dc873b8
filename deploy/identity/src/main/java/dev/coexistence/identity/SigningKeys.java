package dev.coexistence.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.text.ParseException;
import java.util.UUID;

/** The keys that sign tokens, kept over a restart: a token lives on when the provider does not. */
final class SigningKeys {
    private static final String FILE = "keys.json";
    private static final int BITS = 2048;

    private SigningKeys() {}

    /** The keys of the folder, made where there are none yet. */
    static JWKSet in(PrivateFolder folder) {
        try {
            return JWKSet.parse(folder.keep(FILE, SigningKeys::fresh));
        } catch (ParseException e) {
            throw new IllegalStateException(FILE + " holds no key set: remove it", e);
        }
    }

    private static String fresh() {
        try {
            var key =
                    new RSAKeyGenerator(BITS)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.RS256)
                            .keyID(UUID.randomUUID().toString())
                            .generate();
            return new JWKSet(key).toString(false);
        } catch (JOSEException e) {
            throw new IllegalStateException("This Java makes no RSA keys", e);
        }
    }
}
