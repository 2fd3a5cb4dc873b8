package dev.coexistence.local.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.coexistence.local.BrokerSettings;
import dev.coexistence.local.FreePorts;
import dev.coexistence.local.InProcessBroker;
import dev.coexistence.local.LocalTopics;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.broker.ClientKind;
import dev.coexistence.schemas.broker.ClientSettings;
import dev.coexistence.schemas.rights.BrokerRight;
import dev.coexistence.schemas.rights.Participant;
import dev.coexistence.schemas.rights.Participants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** A real broker with TLS, log-ins and Kafka's own authorizer. */
class GuardedBrokerIT {
    private static final int MUTUAL = FreePorts.next();
    private static final int TOKENS = FreePorts.next();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private static @Nullable Path folder;
    private static @Nullable BrokerGuard guard;
    private static @Nullable InProcessBroker broker;
    private static @Nullable SelfSignedKey program;
    private static @Nullable Admin admin;

    @BeforeAll
    static void start() throws Exception {
        Path here = Objects.requireNonNull(folder);
        var guarded = BrokerGuard.keep(here.resolve("guard"), here.resolve("rights"));
        program = SelfSignedKey.keep(here, "program", "CN=command-sender", "changeit");
        var plain = BrokerSettings.onFreePorts(here.resolve("kafka"));
        var settings = new HashMap<>(guarded.brokerSettings(plain.port(), plain.controllerPort()));
        addListeners(settings, program.certificate());
        broker = new InProcessBroker(plain.with(settings));
        broker.start();
        guard = guarded;
        var way = way(guarded.brokerClient());
        admin = Admin.create(way);
        guarded.admit(admin);
        LocalTopics.create(way, 1);
        try (var producer =
                new KafkaProducer<>(way, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Topic<?> topic : Topics.ALL) {
                producer.send(new ProducerRecord<>(topic.name(), new byte[] {1}, new byte[] {1}))
                        .get();
            }
        }
    }

    /** One asks for a client's certificate, one for a token. */
    private static void addListeners(Map<String, String> settings, Path trusted) {
        String more = ",MUTUAL://127.0.0.1:" + MUTUAL + ",TOKENS://127.0.0.1:" + TOKENS;
        settings.merge("listeners", more, String::concat);
        settings.merge("advertised.listeners", more, String::concat);
        settings.merge(
                "listener.security.protocol.map", ",MUTUAL:SSL,TOKENS:SASL_SSL", String::concat);
        settings.put("listener.name.mutual.ssl.client.auth", "required");
        settings.put("listener.name.mutual.ssl.truststore.type", "PEM");
        settings.put("listener.name.mutual.ssl.truststore.location", trusted.toString());
        settings.put("ssl.principal.mapping.rules", "RULE:^CN=([^,]+).*$/$1/");
        settings.put("listener.name.tokens.sasl.enabled.mechanisms", "OAUTHBEARER");
        settings.put(
                "listener.name.tokens.oauthbearer.sasl.jaas.config",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                        + " unsecuredLoginStringClaim_sub=\"broker\";");
    }

    @AfterAll
    static void stop() {
        Objects.requireNonNull(admin).close();
        Objects.requireNonNull(broker).stop();
    }

    static Stream<Participant> participants() {
        return Participants.ALL.stream();
    }

    /** Each right is enough for its own use, and needed for it. */
    @ParameterizedTest
    @MethodSource("participants")
    void oneRightLessFails(Participant participant) throws Exception {
        Map<String, Object> way = way(guard().client(participant));
        for (BrokerRight right : participant.rights()) {
            var use = new RightUse(right, way);
            assertThatCode(use::run).as("with %s", right).doesNotThrowAnyException();

            var binding = right.toBinding(participant.principal());
            admin().deleteAcls(List.of(binding.toFilter())).all().get();
            Awaitility.await("without " + right)
                    .atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThatThrownBy(use::run)
                                    .as("without %s", right)
                                    .satisfies(GuardedBrokerIT::isRefusal));
            admin().createAcls(List.of(binding)).all().get();
            Awaitility.await("with " + right + " again")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> {
                        use.run();
                        return true;
                    });
        }
    }

    @Test
    void theBrokerHasTheRightsOfTheCatalogueAndNoOthers() throws Exception {
        assertThat(admin().describeAcls(AclBindingFilter.ANY).values().get())
                .containsExactlyInAnyOrderElementsOf(
                        Participants.ALL.stream()
                                .flatMap(one -> one.bindings(one.principal()).stream())
                                .toList());
    }

    @Test
    void aClientComesWithACertificate() {
        SelfSignedKey own = Objects.requireNonNull(program);
        var settings =
                new HashMap<>(
                        Map.of(
                                "KAFKA_CLIENT_SECURITY_PROTOCOL",
                                "SSL",
                                "KAFKA_CLIENT_SSL_TRUSTSTORE_TYPE",
                                "PEM",
                                "KAFKA_CLIENT_SSL_TRUSTSTORE_LOCATION",
                                trusted()));
        assertThatThrownBy(() -> append(settings, MUTUAL))
                .satisfies(thrown ->
                        assertThat(causes(thrown))
                                .anyMatch(SslAuthenticationException.class::isInstance));

        settings.put("KAFKA_CLIENT_SSL_KEYSTORE_LOCATION", own.store().toString());
        settings.put("KAFKA_CLIENT_SSL_KEYSTORE_TYPE", "PKCS12");
        settings.put("KAFKA_CLIENT_SSL_KEYSTORE_PASSWORD", own.password());
        settings.put("KAFKA_CLIENT_SSL_KEY_PASSWORD", own.password());
        assertThatCode(() -> append(settings, MUTUAL)).doesNotThrowAnyException();
    }

    @Test
    void aClientComesWithAToken() {
        var settings = new HashMap<>(guard().environment(Participants.COMMAND_SENDER));
        settings.put("KAFKA_CLIENT_SASL_MECHANISM", "OAUTHBEARER");
        settings.put("KAFKA_CLIENT_SASL_JAAS_CONFIG", token("command-sender"));
        assertThatCode(() -> append(settings, TOKENS)).doesNotThrowAnyException();

        settings.put("KAFKA_CLIENT_SASL_JAAS_CONFIG", token("thread-reader"));
        assertThatThrownBy(() -> append(settings, TOKENS)).satisfies(GuardedBrokerIT::isRefusal);
    }

    private static String token(String subject) {
        return "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                + " unsecuredLoginStringClaim_sub=\""
                + subject
                + "\";";
    }

    @Test
    void aWrongPasswordIsRefused() {
        var settings = new HashMap<>(guard().environment(Participants.COMMAND_SENDER));
        settings.computeIfPresent(
                "KAFKA_CLIENT_SASL_JAAS_CONFIG",
                (_, login) -> login.replaceAll("password=\"[^\"]*\"", "password=\"wrong\""));

        assertThatThrownBy(() -> append(settings, port()))
                .satisfies(thrown ->
                        assertThat(causes(thrown))
                                .anyMatch(SaslAuthenticationException.class::isInstance));
    }

    /** Kafka's clients write their properties down at INFO, and the unknown ones at WARN. */
    @Test
    void noPasswordStandsInTheLog() throws Exception {
        var settings = guard().environment(Participants.COMMAND_SENDER);
        String password =
                Objects.requireNonNull(settings.get("KAFKA_CLIENT_SASL_JAAS_CONFIG"))
                        .replaceAll(".*password=\"([^\"]*)\".*", "$1");
        var logger = (Logger) LoggerFactory.getLogger("org.apache.kafka");
        Level before = logger.getLevel();
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.DEBUG);
        try {
            append(settings, port());
        } finally {
            logger.setLevel(before);
            logger.detachAppender(lines);
        }

        assertThat(List.copyOf(lines.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("ProducerConfig values"))
                .noneMatch(line -> line.contains(password));
    }

    private static void append(Map<String, String> environment, int port) throws Exception {
        var settings = ClientSettings.fromEnvironment(environment);
        settings.check("127.0.0.1:" + port, Map.of());
        var right = Participants.COMMAND_SENDER.rights().getFirst();
        new RightUse(right, settings.forKind(ClientKind.PRODUCER, "127.0.0.1:" + port)).run();
    }

    private static void isRefusal(Throwable thrown) {
        assertThat(causes(thrown)).anyMatch(AuthorizationException.class::isInstance);
    }

    private static Set<Throwable> causes(Throwable thrown) {
        Set<Throwable> causes = ConcurrentHashMap.newKeySet();
        for (Throwable one = thrown; one != null && causes.add(one); ) {
            one = one.getCause();
        }
        return causes;
    }

    private static Map<String, Object> way(Map<String, String> client) {
        var way = new HashMap<String, Object>(client);
        way.put("bootstrap.servers", Objects.requireNonNull(broker).bootstrapServers());
        return way;
    }

    private static int port() {
        String address = Objects.requireNonNull(broker).bootstrapServers();
        return Integer.parseInt(address.substring(address.indexOf(':') + 1));
    }

    private static String trusted() {
        return Objects.requireNonNull(
                guard().client(Participants.INGEST).get("ssl.truststore.location"));
    }

    private static BrokerGuard guard() {
        return Objects.requireNonNull(guard);
    }

    private static Admin admin() {
        return Objects.requireNonNull(admin);
    }
}
