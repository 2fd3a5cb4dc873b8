package dev.coexistence.conversation.api;

import dev.coexistence.conversation.ConversationApplication;
import dev.coexistence.conversation.projection.Events;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** One more instance of the whole service, on a database of its own. */
final class RunningConversation implements AutoCloseable {
    private static final String NUMBER = "900000000000098";

    private final ConfigurableApplicationContext application;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningConversation(ConfigurableApplicationContext application) {
        this.application = application;
    }

    /**
     * @param settings beside or instead of the tests' own
     */
    static RunningConversation start(Map<String, String> settings) {
        var stack = LocalStack.shared();
        var place = stack.newDatabase("conversation");
        var all = new HashMap<String, String>();
        all.put("server.port", "0");
        all.put("kafka.bootstrap-servers", stack.bootstrapServers());
        all.put("kafka.schema-registry-url", stack.registryUrl());
        all.put("spring.datasource.url", place.url());
        all.put("spring.datasource.username", place.user());
        all.put("spring.datasource.password", place.password());
        all.put("token.keyset", TokenCipher.newKeyset());
        all.put("media.enabled", "false");
        all.putAll(settings);
        return new RunningConversation(
                new SpringApplicationBuilder(ConversationApplication.class)
                        .run(
                                all.entrySet().stream()
                                        .map(one -> "--" + one.getKey() + "=" + one.getValue())
                                        .toArray(String[]::new)));
    }

    <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    /** Publishes texts of so many messages, numbered from the first on. */
    void receive(int first, int count) throws Exception {
        for (int i = first; i < first + count; i++) {
            var message =
                    Events.inbound(
                            NUMBER, "wamid.running." + i, Events.phone("15550100999"), "a", i);
            bean(EventPublisher.class)
                    .publish(Topics.INBOUND_MESSAGES, message.getPhoneNumberId(), message)
                    .get(30, TimeUnit.SECONDS);
        }
    }

    /** Messages in the database. */
    int messages() {
        Integer count =
                bean(JdbcTemplate.class)
                        .queryForObject("select count(*) from message", Integer.class);
        return Objects.requireNonNull(count);
    }

    /** What the readiness probe answers. */
    int readiness() {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        var request =
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"));
        try {
            return http.send(request.build(), BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        application.close();
    }
}
