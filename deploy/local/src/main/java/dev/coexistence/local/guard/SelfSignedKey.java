package dev.coexistence.local.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A key with a certificate of its own making, in a store of the JDK's.
 *
 * @param store PKCS #12
 * @param certificate the certificate alone, in PEM
 */
public record SelfSignedKey(Path store, Path certificate, String password) {
    private static final String ALIAS = "key";
    private static final int PEM_LINE = 64;

    /**
     * Takes the key that stands in the folder, or makes one.
     *
     * @param name of the files
     * @param subject of the certificate, which is valid for this machine's loopback addresses
     */
    public static SelfSignedKey keep(Path folder, String name, String subject, String password) {
        var key =
                new SelfSignedKey(
                        folder.resolve(name + ".p12"), folder.resolve(name + ".crt"), password);
        try {
            if (!Files.exists(key.certificate)) {
                Files.deleteIfExists(key.store);
                key.make(subject);
            }
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("The key cannot be kept in " + folder, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key cannot be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a key was made", e);
        }
    }

    private void make(String subject)
            throws IOException, InterruptedException, GeneralSecurityException {
        var keytool =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        subject,
                        "-ext",
                        "SAN=ip:127.0.0.1,dns:localhost",
                        "-validity",
                        "3650",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass:env",
                        "STORE_PASSWORD");
        keytool.environment().put("STORE_PASSWORD", password);
        Process made = keytool.redirectErrorStream(true).start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (made.waitFor() != 0) {
            throw new IllegalStateException("keytool made no key: " + said);
        }
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password.toCharArray());
        }
        byte[] encoded = keys.getCertificate(ALIAS).getEncoded();
        Files.writeString(
                certificate,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(PEM_LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(encoded)
                        + "\n-----END CERTIFICATE-----\n");
    }

    @Override
    public String toString() {
        return "SelfSignedKey[" + store + "]";
    }
}
