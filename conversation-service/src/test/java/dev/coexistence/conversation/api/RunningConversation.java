package dev.coexistence.conversation.api;

import dev.coexistence.access.AuditLog;
import dev.coexistence.access.kit.TestIssuer;
import dev.coexistence.conversation.ConversationApplication;
import dev.coexistence.conversation.projection.Events;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.local.Database;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.AuditEntry;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ContactChange;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.HistoryEvent;
import dev.coexistence.schemas.events.InboundMessage;
import dev.coexistence.schemas.events.MessageStatus;
import dev.coexistence.schemas.events.SendResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** One more instance of the whole service, on a database of its own. */
final class RunningConversation implements AutoCloseable {
    private static final String NUMBER = "900000000000098";

    private final ConfigurableApplicationContext application;
    private final AuditNotes notes;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningConversation(ConfigurableApplicationContext application, AuditNotes notes) {
        this.application = application;
        this.notes = notes;
    }

    /** Notes of what the service's audit was told. */
    private static final class AuditNotes implements BeanPostProcessor {
        private final List<AuditEntry> entries = new CopyOnWriteArrayList<>();

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (!(bean instanceof AuditLog log)) {
                return bean;
            }
            return (AuditLog)
                    (caller, action, object, tenant, before, after) -> {
                        log.write(caller, action, object, tenant, before, after);
                        entries.add(
                                AuditLog.entry(
                                        Events.at(0),
                                        caller,
                                        action,
                                        object,
                                        tenant,
                                        before,
                                        after));
                    };
        }
    }

    /**
     * @param settings beside or instead of the tests' own
     */
    static RunningConversation start(Map<String, String> settings) {
        var stack = LocalStack.shared();
        var place = stack.newServiceDatabase("conversation");
        var own = place.loginAs("coexistence_conversation");
        var migrations = place.loginAs(Database.MIGRATIONS);
        var all = new HashMap<String, String>();
        all.put("server.port", "0");
        all.put("kafka.bootstrap-servers", stack.bootstrapServers());
        all.put("kafka.schema-registry-url", stack.registryUrl());
        all.put("spring.datasource.url", place.url());
        all.put("spring.datasource.username", own.user());
        all.put("spring.datasource.password", own.password());
        all.put("spring.flyway.user", migrations.user());
        all.put("spring.flyway.password", migrations.password());
        all.put("token.keyset", TokenCipher.newKeyset());
        all.put("media.enabled", "false");
        all.putAll(settings);
        var notes = new AuditNotes();
        return new RunningConversation(
                new SpringApplicationBuilder(ConversationApplication.class)
                        .initializers(
                                (ApplicationContextInitializer<GenericApplicationContext>)
                                        context ->
                                                context.getBeanFactory()
                                                        .addBeanPostProcessor(notes))
                        .run(
                                all.entrySet().stream()
                                        .map(one -> "--" + one.getKey() + "=" + one.getValue())
                                        .toArray(String[]::new)),
                notes);
    }

    /** One that knows callers of this issuer alone, each as often as they like. */
    static RunningConversation startClosed(TestIssuer issuer) {
        return startClosed(issuer, Map.of());
    }

    /** The same, with settings of the test's own. */
    static RunningConversation startClosed(TestIssuer issuer, Map<String, String> own) {
        var settings = new HashMap<String, String>();
        for (String argument : issuer.arguments()) {
            String[] named = argument.substring(2).split("=", 2);
            settings.put(named[0], named[1]);
        }
        // Groups of its own, or it would take partitions from the other services of this JVM.
        for (String binding : List.of("projectEvents-in-0", "erasePersons-in-0")) {
            settings.put(
                    "spring.cloud.stream.bindings." + binding + ".group",
                    "closed-" + binding + "-" + URI.create(issuer.url()).getPort());
        }
        settings.put("webhooks.allow-private-targets", "true");
        settings.put("dispatch.url", "http://127.0.0.1:1");
        settings.putAll(own);
        return start(settings);
    }

    ConfigurableApplicationContext context() {
        return application;
    }

    String url() {
        return "http://127.0.0.1:"
                + application.getEnvironment().getRequiredProperty("local.server.port");
    }

    <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    /** Publishes events of a number, in their order. */
    void publish(String number, List<SpecificRecord> events) throws Exception {
        for (SpecificRecord event : events) {
            send(number, event).get(30, TimeUnit.SECONDS);
        }
    }

    private CompletableFuture<?> send(String number, SpecificRecord event) {
        var publisher = bean(EventPublisher.class);
        return switch (event) {
            case InboundMessage e -> publisher.publish(Topics.INBOUND_MESSAGES, number, e);
            case EchoMessage e -> publisher.publish(Topics.ECHO_MESSAGES, number, e);
            case MessageStatus e -> publisher.publish(Topics.MESSAGE_STATUSES, number, e);
            case HistoryEvent e -> publisher.publish(Topics.HISTORY, number, e);
            case ContactChange e -> publisher.publish(Topics.CONTACTS, number, e);
            case AccountEvent e -> publisher.publish(Topics.ACCOUNT_EVENTS, number, e);
            case SendResult e -> publisher.publish(Topics.SEND_RESULTS, number, e);
            case Connection e -> publisher.publish(Topics.CONNECTIONS, number, e);
            default -> throw new IllegalArgumentException(event.getSchema().getName());
        };
    }

    /** Entries of this service's callers in the audit so far. */
    List<AuditEntry> audit() {
        return List.copyOf(notes.entries);
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
