package dev.coexistence.conversation.api;

import dev.coexistence.conversation.projection.Events;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.events.Identity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The whole service on a real broker, registry and database; one for all who need it. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ServiceFixture {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Path MEDIA = Path.of("target", "test-media");
    static final String KEYSET = TokenCipher.newKeyset();
    static final Identity ANA = Events.phone("15550100999");

    @LocalServerPort private int port;
    @Autowired EventPublisher publisher;
    @Autowired JdbcTemplate database;

    @DynamicPropertySource
    static void stack(DynamicPropertyRegistry settings) {
        var stack = LocalStack.shared();
        var place = stack.newDatabase("conversation");
        settings.add("kafka.bootstrap-servers", stack::bootstrapServers);
        settings.add("kafka.schema-registry-url", stack::registryUrl);
        settings.add("spring.datasource.url", place::url);
        settings.add("spring.datasource.username", place::user);
        settings.add("spring.datasource.password", place::password);
        settings.add("token.keyset", () -> KEYSET);
        settings.add("media.enabled", () -> "false");
        settings.add("media.folder", MEDIA::toString);
        settings.add("dispatch.url", () -> "http://127.0.0.1:1");
        settings.add("webhooks.allow-private-targets", () -> "true");
    }

    <T extends SpecificRecord> void publish(Topic<T> topic, String number, T event)
            throws Exception {
        publisher.publish(topic, number, event).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    WebTestClient client() {
        return WebTestClient.bindToServer()
                .baseUrl(url())
                .responseTimeout(PATIENCE)
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 << 20))
                .build();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }
}
