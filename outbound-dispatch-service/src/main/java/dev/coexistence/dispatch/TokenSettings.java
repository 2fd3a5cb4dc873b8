package dev.coexistence.dispatch;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The key that access tokens are encrypted with.
 *
 * @param keyset a Tink AEAD keyset in JSON
 */
@ConfigurationProperties("token")
record TokenSettings(@DefaultValue("") String keyset) {

    TokenSettings {
        if (keyset.isBlank()) {
            throw new IllegalArgumentException(
                    "TOKEN_KEYSET must hold the Tink keyset with which connection-service encrypts"
                            + " access tokens");
        }
    }

    @Override
    public String toString() {
        return "TokenSettings[keyset=***]";
    }
}
