package dev.coexistence.dispatch;

import dev.coexistence.kafka.Traces;
import dev.coexistence.local.Database;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.HttpSchemaRegistry;
import dev.coexistence.schemas.PersonAlias;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.AuditEntry;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ConnectionMode;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.schemas.events.Erasure;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.MessageStatus;
import dev.coexistence.schemas.events.NumberHold;
import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.events.SendResult;
import dev.coexistence.schemas.events.TextContent;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The service as others see it: its topics, its database, and Meta's simulator behind it. */
final class Stage implements AutoCloseable {
    private static final String KEYSET = TokenCipher.newKeyset();

    private final LocalStack stack = LocalStack.shared();
    private final String group = "dispatch-" + UUID.randomUUID();
    private final Database database = stack.newServiceDatabase("dispatch");
    private final Simulator meta;
    private final EventSerde serde =
            new EventSerde(
                    new HttpSchemaRegistry(
                            URI.create(stack.registryUrl()), Duration.ofSeconds(30)));
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> results;
    private final KafkaConsumer<String, byte[]> parked;
    private final KafkaConsumer<String, byte[]> held;
    private final KafkaConsumer<String, byte[]> audited;
    private final List<NumberHold> holds = new ArrayList<>();
    private final List<AuditEntry> audit = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final List<SendResult> seen = new ArrayList<>();
    private final Map<String, Set<SendResult>> published = new HashMap<>();
    private final AtomicLong versions = new AtomicLong();
    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, List<String>> traces = new HashMap<>();

    Stage(Simulator meta) {
        this.meta = meta;
        this.producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", stack.bootstrapServers(), "acks", "all"),
                        new StringSerializer(),
                        new ByteArraySerializer());
        this.results = consumer(Topics.SEND_RESULTS);
        this.parked = consumer(Topics.DEAD_LETTERS);
        this.held = consumer(Topics.NUMBER_HOLDS);
        this.audited = consumer(Topics.AUDIT);
    }

    Stage with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    private KafkaConsumer<String, byte[]> consumer(Topic<?> topic) {
        var consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of("bootstrap.servers", stack.bootstrapServers()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        var partitions =
                consumer.partitionsFor(topic.name()).stream()
                        .map(info -> new TopicPartition(topic.name(), info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return consumer;
    }

    /** Starts an instance of the service. */
    ConfigurableApplicationContext start(String instance) {
        return new SpringApplicationBuilder(DispatchApplication.class).run(arguments(instance));
    }

    /** Starts an instance that exports its spans there. */
    ConfigurableApplicationContext start(String instance, Spans spans) {
        return new SpringApplicationBuilder(DispatchApplication.class)
                .initializers(context -> context.getBeanFactory().registerSingleton("spans", spans))
                .run(arguments(instance));
    }

    /** Starts an instance in a process of its own, which can be stopped and killed. */
    Process startProcess(String instance) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx192m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(DispatchApplication.class.getName());
        command.addAll(List.of(arguments(instance)));
        return new ProcessBuilder(command).inheritIO().start();
    }

    private String[] arguments(String instance) {
        var properties = new HashMap<String, Object>();
        properties.put("server.port", "0");
        properties.put("management.server.port", "0");
        properties.put("access.open", "true");
        properties.put("kafka.bootstrap-servers", stack.bootstrapServers());
        properties.put("kafka.schema-registry-url", stack.registryUrl());
        properties.put("spring.datasource.url", database.url());
        Database own = database.loginAs("coexistence_dispatch");
        Database migrations = database.loginAs(Database.MIGRATIONS);
        properties.put("spring.datasource.username", own.user());
        properties.put("spring.datasource.password", own.password());
        properties.put("spring.flyway.user", migrations.user());
        properties.put("spring.flyway.password", migrations.password());
        properties.put("meta.graph-url", meta.baseUri().toString());
        properties.put("token.keyset", KEYSET);
        properties.put("dispatch.intake.group-id", group);
        properties.put("dispatch.intake.instance-id", instance);
        properties.put("dispatch.lane.number-grace", "2s");
        properties.put("dispatch.queue.unknown-deadline", "3s");
        properties.putAll(settings);
        return properties.entrySet().stream()
                .map(one -> "--" + one.getKey() + "=" + one.getValue())
                .toArray(String[]::new);
    }

    /** Ends every session of the service's database, whatever it is doing. */
    void endSessions() {
        try (var connection =
                        DriverManager.getConnection(
                                database.url(), database.user(), database.password());
                var end = connection.createStatement()) {
            end.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where datname = current_database() and pid <> pg_backend_pid()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks every service to forget a person. */
    void erase(SimulatedNumber number, String digits) {
        String id = number.phoneNumberId();
        publish(
                Topics.ERASURES,
                id,
                erasure(
                        number,
                        PersonAlias.encrypt(
                                TokenCipher.of(KEYSET),
                                id,
                                List.of(new PersonAlias(PersonAlias.Kind.PHONE, digits)))));
    }

    Erasure erasure(SimulatedNumber number, byte[] encryptedAliases) {
        return Erasure.newBuilder()
                .setErasureId(UUID.randomUUID().toString())
                .setPhoneNumberId(number.phoneNumberId())
                .setEncryptedAliases(ByteBuffer.wrap(encryptedAliases))
                .setErasedAt(Instant.now())
                .build();
    }

    /** Names of the service's tables. */
    List<String> tables() {
        return strings(
                "select table_name from information_schema.tables where table_schema = 'dispatch'");
    }

    /** Rows of a table, each as JSON. */
    List<String> rows(String table) {
        return strings("select row_to_json(x)::text from dispatch." + table + " x");
    }

    private List<String> strings(String sql) {
        try (var connection =
                        DriverManager.getConnection(
                                database.url(), database.user(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var strings = new ArrayList<String>();
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
            return strings;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How the service holds that a template stands; empty where it knows nothing of it. */
    String templateStatus(String waba, String template) {
        try (var connection =
                        DriverManager.getConnection(
                                database.url(), database.user(), database.password());
                var select =
                        connection.prepareStatement(
                                "select status from dispatch.template where waba_id = ? and name = ?")) {
            select.setString(1, waba);
            select.setString(2, template);
            try (var row = select.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What a failover does: sessions end, and new ones are read-only for their whole life; or new
     * ones may write again.
     */
    void readOnly(boolean on) {
        String name = database.url().substring(database.url().lastIndexOf('/') + 1);
        try (var connection =
                        DriverManager.getConnection(
                                database.url(), database.user(), database.password());
                var alter = connection.createStatement()) {
            alter.execute("set default_transaction_read_only = off");
            alter.execute("alter database " + name + " set default_transaction_read_only = " + on);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        if (on) {
            endSessions();
        }
    }

    /** How many instances the consumer group has. */
    int members() {
        try (var admin =
                Admin.create(
                        Map.<String, Object>of("bootstrap.servers", stack.bootstrapServers()))) {
            var described = admin.describeConsumerGroups(List.of(group)).all().get();
            return Objects.requireNonNull(described.get(group)).members().size();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says that a number is connected. */
    void connected(SimulatedNumber number) {
        becomes(number, ConnectionStatus.CONNECTED);
    }

    /** Says that a number of that tenant is connected. */
    void connected(SimulatedNumber number, String tenant) {
        publish(
                Topics.CONNECTIONS,
                number.phoneNumberId(),
                connection(number).setTenant(tenant).build());
    }

    void becomes(SimulatedNumber number, ConnectionStatus state) {
        publish(
                Topics.CONNECTIONS,
                number.phoneNumberId(),
                connection(number).setState(state).build());
    }

    Connection.Builder connection(SimulatedNumber number) {
        String id = number.phoneNumberId();
        return Connection.newBuilder()
                .setPhoneNumberId(id)
                .setConnectionId("c-" + id)
                .setEpoch(1)
                .setWabaId(number.wabaId())
                .setVersion(versions.incrementAndGet())
                .setState(ConnectionStatus.CONNECTED)
                .setMode(
                        number.isOnBusinessApp()
                                ? ConnectionMode.COEXISTENCE
                                : ConnectionMode.FULL_MIGRATION)
                .setBudgetPerSecond(number.budgetPerSecond())
                .setPolicyEdition("seven-io")
                .setDisabledFeatures(List.of("edit", "revoke"))
                .setEncryptedToken(
                        ByteBuffer.wrap(TokenCipher.of(KEYSET).encrypt(id, meta.tokenOf(number))))
                .setChangedAt(Instant.now());
    }

    static SendCommand.Builder text(String id, SimulatedNumber number, String to) {
        return SendCommand.newBuilder()
                .setCommandId(id)
                .setPhoneNumberId(number.phoneNumberId())
                .setTo(to)
                .setText(TextContent.newBuilder().setBody("message " + id).build());
    }

    void command(SendCommand command) {
        publish(Topics.SEND_COMMANDS, command.getPhoneNumberId(), command);
    }

    <T extends SpecificRecord> void publish(Topic<T> topic, String key, T event) {
        publish(topic, key, serde.write(topic, event));
    }

    byte[] bytes(SendCommand command) {
        return serde.write(Topics.SEND_COMMANDS, command);
    }

    void publish(Topic<?> topic, String key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A command that came with a trace. */
    void command(SendCommand command, String traceparent) {
        command(command, Traces.headers(traceparent));
    }

    /** A command that names tenants in its record's header. */
    void commandOf(List<String> tenants, SendCommand command) {
        command(
                command,
                tenants.stream()
                        .map(tenant ->
                                new RecordHeader("tenant", tenant.getBytes(StandardCharsets.UTF_8)))
                        .toArray(Header[]::new));
    }

    private void command(SendCommand command, Header... headers) {
        try {
            producer.send(
                            new ProducerRecord<>(
                                    Topics.SEND_COMMANDS.name(),
                                    null,
                                    command.getPhoneNumberId(),
                                    serde.write(Topics.SEND_COMMANDS, command),
                                    List.of(headers)))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The traces that the results of a command came with, in order. */
    List<String> traces(String commandId) {
        return traces.getOrDefault(commandId, List.of());
    }

    /**
     * All results so far, in the order of publication per number. Results are published at least
     * once: a repetition, the same record under the same result id, stands here once, as a reader
     * takes it. Another record under the same id is none and stands here beside the first.
     */
    List<SendResult> results() {
        for (ConsumerRecord<String, byte[]> record : results.poll(Duration.ofMillis(100))) {
            try {
                SendResult result = serde.read(Topics.SEND_RESULTS, record);
                if (published
                        .computeIfAbsent(result.getResultId(), _ -> new HashSet<>())
                        .add(result)) {
                    seen.add(result);
                    traces.computeIfAbsent(result.getCommandId(), _ -> new ArrayList<>())
                            .add(Traces.of(record.headers()).orElse(""));
                }
            } catch (dev.coexistence.schemas.UnreadableRecord e) {
                throw new IllegalStateException(e);
            }
        }
        return seen;
    }

    void publishTo(int partition, SendCommand command) {
        byte[] value = serde.write(Topics.SEND_COMMANDS, command);
        try {
            producer.send(
                            new ProducerRecord<>(
                                    Topics.SEND_COMMANDS.name(),
                                    partition,
                                    command.getPhoneNumberId(),
                                    value))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A status that names a command. */
    void status(SimulatedNumber number, String commandId, String wamid) {
        publish(
                Topics.MESSAGE_STATUSES,
                number.phoneNumberId(),
                MessageStatus.newBuilder()
                        .setEventId(wamid + "-sent")
                        .setPhoneNumberId(number.phoneNumberId())
                        .setWamid(wamid)
                        .setStatus("sent")
                        .setRecipient(Identity.newBuilder().build())
                        .setCallbackData(commandId)
                        .setJson("{}")
                        .setOccurredAt(Instant.now())
                        .setReceivedAt(Instant.now())
                        .build());
    }

    /** Dead letters with that key. */
    List<DeadLetter> deadLetters(String key) {
        for (ConsumerRecord<String, byte[]> record : parked.poll(Duration.ofMillis(100))) {
            deadLetters.add(DeadLetter.from(record));
        }
        return deadLetters.stream().filter(letter -> key.equals(letter.key())).toList();
    }

    /** What was published of a number's holds, in order. */
    List<NumberHold> holds(SimulatedNumber number) {
        for (ConsumerRecord<String, byte[]> record : held.poll(Duration.ofMillis(100))) {
            try {
                holds.add(serde.read(Topics.NUMBER_HOLDS, record));
            } catch (dev.coexistence.schemas.UnreadableRecord e) {
                throw new IllegalStateException(e);
            }
        }
        return holds.stream()
                .filter(hold -> hold.getPhoneNumberId().equals(number.phoneNumberId()))
                .toList();
    }

    /** The audit of an object, as caller and action, in order. */
    List<String> audit(String object) {
        return auditEntries(object).stream()
                .map(entry ->
                        "%s %s in %s"
                                .formatted(
                                        entry.getCallerName(),
                                        entry.getAction(),
                                        entry.getTenant().orElse("none")))
                .toList();
    }

    List<AuditEntry> auditEntries(String object) {
        for (ConsumerRecord<String, byte[]> record : audited.poll(Duration.ofMillis(100))) {
            try {
                audit.add(serde.read(Topics.AUDIT, record));
            } catch (dev.coexistence.schemas.UnreadableRecord e) {
                throw new IllegalStateException(e);
            }
        }
        return audit.stream().filter(entry -> entry.getObject().equals(object)).toList();
    }

    /** Terminal results of a command. */
    List<SendResult> ends(String commandId) {
        return results().stream()
                .filter(one -> one.getTerminal() && one.getCommandId().equals(commandId))
                .toList();
    }

    List<SendResult> ends() {
        return results().stream().filter(SendResult::getTerminal).toList();
    }

    static int port(ConfigurableApplicationContext context) {
        return port(context, "local.server.port");
    }

    /** The port of health and metrics. */
    static int managementPort(ConfigurableApplicationContext context) {
        return port(context, "local.management.port");
    }

    private static int port(ConfigurableApplicationContext context, String property) {
        return Integer.parseInt(
                Objects.requireNonNull(context.getEnvironment().getProperty(property)));
    }

    @Override
    public void close() {
        producer.close();
        results.close();
        parked.close();
        held.close();
        audited.close();
    }
}
