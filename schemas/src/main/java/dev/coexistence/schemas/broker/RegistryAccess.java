package dev.coexistence.schemas.broker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Log-in at the schema registry, and whom to trust there.
 *
 * @param authorization value of the header of that name; null: none is sent
 * @param tls null: the JDK's own
 */
public record RegistryAccess(@Nullable String authorization, @Nullable SSLContext tls) {
    public static final RegistryAccess OPEN = new RegistryAccess(null, null);

    /**
     * Reads the settings of {@code KAFKA_REGISTRY_*}.
     *
     * @param user name and password with a colon between (basic); blank: none
     * @param token of a bearer; blank: none
     * @param caFile certificates in PEM of those who sign the registry's; blank: the JDK's own
     * @throws WrongClientSetting where user and token are both set, the user has no colon, or the
     *     file holds no certificate
     */
    public static RegistryAccess of(String user, String token, String caFile) {
        if (!user.isBlank() && !token.isBlank()) {
            throw new WrongClientSetting(
                    "KAFKA_REGISTRY_USER and KAFKA_REGISTRY_TOKEN are both set: one can be sent");
        }
        if (!user.isBlank() && user.indexOf(':') < 1) {
            throw new WrongClientSetting("KAFKA_REGISTRY_USER must be a name, a colon, a password");
        }
        return new RegistryAccess(
                header(user, token), caFile.isBlank() ? null : trust(Path.of(caFile)));
    }

    /** The same with another trust. */
    public RegistryAccess withTls(SSLContext other) {
        return new RegistryAccess(authorization, other);
    }

    private static @Nullable String header(String user, String token) {
        if (!token.isBlank()) {
            return "Bearer " + token.strip();
        }
        return user.isBlank()
                ? null
                : "Basic "
                        + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    private static SSLContext trust(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (certificates.isEmpty()) {
                throw new WrongClientSetting(
                        "KAFKA_REGISTRY_CA_FILE: " + file + " holds no certificate");
            }
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var certificate : certificates) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            var trusted =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(store);
            var tls = SSLContext.getInstance("TLS");
            tls.init(null, trusted.getTrustManagers(), null);
            return tls;
        } catch (IOException | GeneralSecurityException e) {
            throw new WrongClientSetting(
                    "KAFKA_REGISTRY_CA_FILE: " + file + " cannot be read as certificates in PEM");
        }
    }

    @Override
    public String toString() {
        return "RegistryAccess[" + (authorization == null ? "open" : "with a log-in") + "]";
    }
}
