package dev.coexistence.ingest.receive;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.SslInfo;

/**
 * Check of the client's certificate against an agreed name (mutual TLS). The handshake has checked
 * its chain by then, by the server's own TLS settings.
 */
final class ClientCertificates {
    private static final int DNS_NAME = 2;

    private final @Nullable String expected;

    /**
     * @param expected null or blank where no certificate is asked for
     */
    ClientCertificates(@Nullable String expected) {
        this.expected = expected == null || expected.isBlank() ? null : expected.strip();
    }

    boolean accept(@Nullable SslInfo ssl) {
        if (expected == null) {
            return true;
        }
        X509Certificate[] chain = ssl == null ? null : ssl.getPeerCertificates();
        return chain != null && chain.length > 0 && isNamed(chain[0], expected);
    }

    static boolean isNamed(X509Certificate certificate, String name) {
        return hasCommonName(certificate, name) || hasAlternativeName(certificate, name);
    }

    private static boolean hasCommonName(X509Certificate certificate, String name) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .anyMatch(part ->
                                    part.getType().equalsIgnoreCase("CN")
                                            && name.equalsIgnoreCase(
                                                    String.valueOf(part.getValue())));
        } catch (InvalidNameException _) {
            return false;
        }
    }

    private static boolean hasAlternativeName(X509Certificate certificate, String name) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            return names != null
                    && names.stream()
                            .anyMatch(entry ->
                                    List.of(DNS_NAME, name.toLowerCase())
                                            .equals(
                                                    List.of(
                                                            entry.get(0),
                                                            String.valueOf(entry.get(1))
                                                                    .toLowerCase())));
        } catch (CertificateParsingException _) {
            return false;
        }
    }
}
