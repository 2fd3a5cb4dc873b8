package dev.coexistence.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class SettingsTest {

    @Test
    void acceptsSecretsByIdAndTheOnlyOne() {
        var settings =
                meta(
                        Map.of(
                                "meta.app-secrets", "old=s1,new=s=2",
                                "meta.app-secret", "s3"));

        assertThat(settings.secrets())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("old", "s1", "new", "s=2", "default", "s3"));
        assertThat(settings.toString()).doesNotContain("s1");
    }

    @Test
    void saysWhatIsMissingWithoutRepeatingASecret() {
        assertThatThrownBy(() -> meta(Map.of("meta.verify-token", "t")).requireSecrets())
                .isInstanceOf(MetaSecrets.MissingSecrets.class);
        assertThatThrownBy(() -> meta(Map.of("meta.app-secrets", "topsecret")).secrets())
                .hasMessageContaining("keyId=secret")
                .hasMessageNotContaining("topsecret");
    }

    @Test
    void bindsTheBoundsAndNamesTheKeyOfABadOne() {
        var settings =
                receive(
                        Map.of(
                                "ingest.receive.max-in-flight", "7",
                                "ingest.receive.max-in-flight-bytes", "5MB",
                                "ingest.receive.acknowledgement-timeout", "2s",
                                "ingest.receive.max-reading-per-client", "5",
                                "ingest.receive.trusted-proxies", "10.0.0.0/8,fd00::/8",
                                "ingest.receive.probe-interval", "1s",
                                "ingest.receive.client-certificate-name", "client.example"));

        assertThat(settings)
                .isEqualTo(
                        new ReceiveSettings(
                                7,
                                DataSize.ofMegabytes(5),
                                5,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(1),
                                "client.example",
                                List.of("10.0.0.0/8", "fd00::/8")));
        assertThat(settings.inFlightBytes()).isEqualTo(5 << 20);
        assertThat(receive(Map.of()).inFlightBytes())
                .isEqualTo(Math.max(4L << 20, Runtime.getRuntime().maxMemory() / 10));
        assertThatThrownBy(() -> receive(Map.of("ingest.receive.max-in-flight", "0")))
                .hasRootCauseMessage("ingest.receive.max-in-flight must be at least 1, was 0");
        assertThatThrownBy(() -> receive(Map.of("ingest.receive.max-in-flight-bytes", "1MB")))
                .rootCause()
                .hasMessageContaining("ingest.receive.max-in-flight-bytes");
    }

    private static MetaSecrets meta(Map<String, String> values) {
        return binder(values).bindOrCreate("meta", MetaSecrets.class);
    }

    private static ReceiveSettings receive(Map<String, String> values) {
        return binder(values).bindOrCreate("ingest.receive", ReceiveSettings.class);
    }

    private static Binder binder(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values));
    }
}
