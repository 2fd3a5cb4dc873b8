package dev.coexistence.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.server.reactive.SslInfo;

class ClientCertificatesTest {
    @TempDir Path folder;

    @Test
    void acceptsTheAgreedNameAsSubjectOrAlternativeName() throws Exception {
        var ssl =
                shown(
                        TestCertificate.make(
                                        folder,
                                        "meta",
                                        "CN=client.webhooks.example,O=Example",
                                        "DNS:other.example")
                                .certificate());

        assertThat(new ClientCertificates("client.webhooks.example").accept(ssl)).isTrue();
        assertThat(new ClientCertificates("OTHER.example").accept(ssl)).isTrue();
        assertThat(new ClientCertificates("Example").accept(ssl)).isFalse();
        assertThat(new ClientCertificates("webhooks.example").accept(ssl)).isFalse();
    }

    @Test
    void asksForNothingWhereNoNameIsSetAndRefusesWhereNoneIsShown() {
        assertThat(new ClientCertificates(" ").accept(null)).isTrue();
        assertThat(new ClientCertificates("client.webhooks.example").accept(null)).isFalse();
        assertThat(new ClientCertificates("client.webhooks.example").accept(shown())).isFalse();
    }

    private static SslInfo shown(X509Certificate... chain) {
        return new SslInfo() {
            @Override
            public @Nullable String getSessionId() {
                return null;
            }

            @Override
            public X509Certificate @Nullable [] getPeerCertificates() {
                return chain;
            }
        };
    }
}
