package dev.coexistence.schemas.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {
    private static final String NOBODY = "127.0.0.1:9";

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void everyKindOfClientGetsWhatItKnows(ClientKind kind) {
        var settings =
                ClientSettings.fromEnvironment(
                        Map.of(
                                "KAFKA_CLIENT_SECURITY_PROTOCOL",
                                "SSL",
                                "KAFKA_CLIENT_CLIENT_RACK",
                                "zone-b",
                                "KAFKA_BOOTSTRAP_SERVERS",
                                "elsewhere:9092"));

        var properties = settings.forKind(kind, NOBODY);

        assertThat(properties)
                .containsEntry("security.protocol", "SSL")
                .containsEntry("bootstrap.servers", NOBODY);
        assertThat(properties.containsKey("client.rack")).isEqualTo(kind == ClientKind.CONSUMER);
    }

    @Test
    void theEnvironmentGoesOverTheFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("client.properties");
        Files.writeString(file, "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n");

        var settings =
                ClientSettings.fromEnvironment(
                        Map.of(
                                "KAFKA_CLIENT_FILE",
                                file.toString(),
                                "KAFKA_CLIENT_SASL_MECHANISM",
                                "SCRAM-SHA-512"));

        assertThat(settings.forKind(ClientKind.PRODUCER))
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512");
    }

    @ParameterizedTest
    @CsvSource({
        "KAFKA_CLIENT_SECURTY_PROTOCOL, SSL, no property securty.protocol",
        "KAFKA_CLIENT_SECURITY_PROTOCOL, SLS, Invalid value SLS",
        "KAFKA_CLIENT_METADATA_MAX_AGE_MS, soon, Not a number of type LONG",
        "KAFKA_CLIENT_ACKS, 1, not to be set",
        "KAFKA_CLIENT_GROUP_ID, mine, not to be set",
        "KAFKA_CLIENT_BOOTSTRAP_SERVERS, here:9092, KAFKA_BOOTSTRAP_SERVERS",
        "KAFKA_CLIENT_FILE, /does/not/exist, cannot be read"
    })
    void aWrongSettingIsNamed(String variable, String value, String words) {
        assertThatThrownBy(() -> ClientSettings.fromEnvironment(Map.of(variable, value)))
                .isInstanceOf(WrongClientSetting.class)
                .hasMessageContaining(variable)
                .hasMessageContaining(words);
    }

    @Test
    void aStoreThatIsNotThereIsNamedBeforeTheFirstConnection() {
        var settings =
                ClientSettings.of(
                        Map.of(
                                "security.protocol",
                                "SSL",
                                "ssl.truststore.location",
                                "/does/not/exist.p12"));

        assertThatThrownBy(() -> settings.check(NOBODY, Map.of()))
                .isInstanceOf(WrongClientSetting.class)
                .hasMessageContaining("/does/not/exist.p12");
    }

    /** What Kafka says of a wrong log-in repeats parts of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b.PlainLoginModule required username=\"me\" password=hunter22 hunter33;",
                "a.b.PlainLoginModule hunter22 username=\"me\" password=\"hunter33\";",
                "hunter22",
                "a.b.PlainLoginModule required username=\"me\" password=\"hunter22"
            })
    void noSecretStandsInTheMessage(String login) {
        var settings =
                ClientSettings.of(
                        Map.of(
                                "security.protocol",
                                "SASL_SSL",
                                "sasl.mechanism",
                                "PLAIN",
                                "sasl.jaas.config",
                                login));

        assertThatThrownBy(() -> settings.check(NOBODY, Map.of()))
                .isInstanceOf(WrongClientSetting.class)
                .satisfies(thrown ->
                        assertThat(thrown.getMessage()).doesNotContain("hunter22", "hunter33"))
                .hasNoCause();
        assertThat(settings.toString()).doesNotContain("hunter");
    }

    @Test
    void aTokenIsAskedForAtTheAddressThatIsSet() {
        String before = System.getProperty("org.apache.kafka.sasl.oauthbearer.allowed.urls", "");
        try {
            ClientSettings.of(
                    Map.of("sasl.oauthbearer.token.endpoint.url", "https://id.example/token"));

            assertThat(System.getProperty("org.apache.kafka.sasl.oauthbearer.allowed.urls"))
                    .contains("https://id.example/token");
        } finally {
            System.setProperty("org.apache.kafka.sasl.oauthbearer.allowed.urls", before);
        }
    }

    @Test
    void theRegistryTakesOneLogIn() {
        assertThatThrownBy(() -> RegistryAccess.of("me:secret", "token", ""))
                .isInstanceOf(WrongClientSetting.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> RegistryAccess.of("secret", "", ""))
                .isInstanceOf(WrongClientSetting.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> RegistryAccess.of("", "", "/does/not/exist.pem"))
                .isInstanceOf(WrongClientSetting.class)
                .hasMessageContaining("/does/not/exist.pem");
        assertThat(RegistryAccess.of("me:secret", "", "").toString()).doesNotContain("secret");
    }
}
