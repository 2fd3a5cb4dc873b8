package dev.coexistence.ingest.receive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A key with a certificate of its own making, for one test. */
record TestCertificate(String name, KeyStore keys, Path folder) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    static TestCertificate make(Path folder, String name, String subject, String alternative) {
        Path file = folder.resolve(name + ".p12");
        try {
            var keytool =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "keytool")
                                            .toString(),
                                    "-J-XX:TieredStopAtLevel=1",
                                    "-genkeypair",
                                    "-alias",
                                    name,
                                    "-keyalg",
                                    "EC",
                                    "-dname",
                                    subject,
                                    "-ext",
                                    "SAN=" + alternative,
                                    "-validity",
                                    "2",
                                    "-storetype",
                                    "PKCS12",
                                    "-keystore",
                                    file.toString(),
                                    "-storepass",
                                    new String(PASSWORD))
                            .redirectErrorStream(true)
                            .start();
            String output =
                    new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                keys.load(in, PASSWORD);
            }
            return new TestCertificate(name, keys, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    X509Certificate certificate() throws GeneralSecurityException {
        return (X509Certificate) keys.getCertificate(name);
    }

    /** The certificate in a file, as authorities give it out. */
    Path certificateFile() throws GeneralSecurityException, IOException {
        return pem(".crt", "CERTIFICATE", certificate().getEncoded());
    }

    Path keyFile() throws GeneralSecurityException, IOException {
        return pem(".key", "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded());
    }

    /**
     * Trust of a client in this server.
     *
     * @param own the client's certificate, null for a client that has none
     */
    SSLContext clientContext(@Nullable TestCertificate own) throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry(name, certificate());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(own == null ? null : own.keys(), PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private Path pem(String ending, String type, byte[] encoded) throws IOException {
        String lines =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(encoded);
        return Files.writeString(
                folder.resolve(name + ending),
                String.join(
                        "\n",
                        List.of(
                                "-----BEGIN " + type + "-----",
                                lines,
                                "-----END " + type + "-----",
                                "")));
    }
}
