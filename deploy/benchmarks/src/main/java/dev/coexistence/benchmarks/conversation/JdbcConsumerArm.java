package dev.coexistence.benchmarks.conversation;

import dev.coexistence.benchmarks.rig.BenchmarkRig;
import dev.coexistence.local.Database;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.UnreadableRecord;
import dev.coexistence.schemas.events.InboundMessage;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Future.State;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The peer: the usual consumer. For each record an INSERT … ON CONFLICT into each table, in JDBC
 * batches of one poll, one transaction each, offsets committed after it; as many consumers, and as
 * many events in a poll, as the service has here. Same events, same tables and indexes, same duties
 * for a message that comes in: kept once, found by its words, its contact known, its conversation
 * with last message and unread count, the change noted. It is spared what the service does besides:
 * any order of statuses, edits and merges, erased people, names by age; contacts that it has met it
 * keeps in memory, and words are found through PostgreSQL's own text search.
 */
final class JdbcConsumerArm {
    private static final String GROUP = "usual-consumer";
    private static final int CONSUMERS = 3;
    private static final int BATCH = 4_000;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private static final String CONTACT =
            "INSERT INTO peer.contact (id, phone_number_id, profile_name, profile_name_at, phone, phone_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String ALIAS =
            "INSERT INTO peer.contact_alias (phone_number_id, kind, value, contact_id, first_at)"
                    + " VALUES (?, 'PHONE', ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String MESSAGE =
            "INSERT INTO peer.message (id, phone_number_id, wamid, conversation_id, occurred_at, received_at,"
                    + " content_rank, evidence, status, direction, type, body, json, peer_phone, first_seen_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, 6, 4, 0, 'IN', ?, ?, ?, ?, now()) ON CONFLICT DO NOTHING";
    private static final String FOUND =
            "INSERT INTO peer.search_text (id, words) VALUES (?, ?) ON CONFLICT DO NOTHING";
    private static final String CONVERSATION =
            """
            INSERT INTO peer.conversation AS c (id, phone_number_id, last_message_id, last_at, last_received_at,
              in_message_id, in_at, in_received_at, unread) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
            ON CONFLICT (id) DO UPDATE SET unread = c.unread + 1,
              last_message_id = CASE WHEN excluded.last_at > c.last_at THEN excluded.last_message_id ELSE c.last_message_id END,
              last_at = greatest(c.last_at, excluded.last_at),
              last_received_at = CASE WHEN excluded.last_at > c.last_at THEN excluded.last_received_at ELSE c.last_received_at END,
              in_message_id = CASE WHEN excluded.in_at > c.in_at THEN excluded.in_message_id ELSE c.in_message_id END,
              in_at = greatest(c.in_at, excluded.in_at),
              in_received_at = CASE WHEN excluded.in_at > c.in_at THEN excluded.in_received_at ELSE c.in_received_at END
            """;
    private static final String CHANGE =
            "INSERT INTO peer.change_batch (at, kinds, numbers, conversations, messages) VALUES (now(), ?, ?, ?, ?)";

    private final BenchmarkRig rig;
    private final int events;
    private final AtomicLong ids = new AtomicLong();
    private final Map<String, Long> contacts = new ConcurrentHashMap<>();
    private final AtomicInteger read = new AtomicInteger();

    JdbcConsumerArm(BenchmarkRig rig, int events) {
        this.rig = rig;
        this.events = events;
    }

    private record Row(long id, long conversation, InboundMessage message) {
        OffsetDateTime occurredAt() {
            return message.getOccurredAt().atOffset(ZoneOffset.UTC);
        }

        OffsetDateTime receivedAt() {
            return message.getReceivedAt().atOffset(ZoneOffset.UTC);
        }

        String phone() {
            return message.getFrom().getPhone().orElseThrow();
        }
    }

    /** Events a second in each part of the way. */
    List<Double> run(GroupPace pace) throws SQLException {
        try (Connection connection = connect()) {
            ProjectTables.twins(connection, "peer");
            try (Statement statement = connection.createStatement()) {
                statement.execute("DROP TABLE peer.search_text");
                statement.execute(
                        "CREATE TABLE peer.search_text (id bigint PRIMARY KEY, words text NOT NULL,"
                                + " found tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED)");
                statement.execute("CREATE INDEX ON peer.search_text USING gin (found)");
            }
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(CONSUMERS)) {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < CONSUMERS; i++) {
                running.add(
                        threads.submit(() -> {
                            consume();
                            return null;
                        }));
            }
            List<Double> paces =
                    pace.measure(
                            GROUP,
                            () -> running.stream().noneMatch(one -> one.state() == State.FAILED));
            for (Future<?> one : running) {
                one.get();
            }
            return paces;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The usual consumer failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void consume() throws SQLException, UnreadableRecord {
        EventSerde serde = rig.serde();
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (var consumer =
                        new KafkaConsumer<>(
                                Map.<String, Object>of(
                                        "bootstrap.servers",
                                        rig.bootstrapServers(),
                                        "group.id",
                                        GROUP,
                                        "enable.auto.commit",
                                        "false",
                                        "auto.offset.reset",
                                        "earliest",
                                        "max.poll.records",
                                        BATCH),
                                new StringDeserializer(),
                                new ByteArrayDeserializer());
                Connection connection = connect()) {
            connection.setAutoCommit(false);
            consumer.subscribe(List.of(Topics.INBOUND_MESSAGES.name()));
            while (read.get() < events) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("The usual consumer did not come to an end");
                }
                ConsumerRecords<String, byte[]> polled = consumer.poll(POLL);
                if (polled.isEmpty()) {
                    continue;
                }
                write(connection, rows(serde, polled));
                connection.commit();
                consumer.commitSync();
                read.addAndGet(polled.count());
            }
        }
    }

    private List<Row> rows(EventSerde serde, ConsumerRecords<String, byte[]> polled)
            throws UnreadableRecord {
        var rows = new ArrayList<Row>(polled.count());
        for (ConsumerRecord<String, byte[]> record : polled) {
            InboundMessage message = serde.read(Topics.INBOUND_MESSAGES, record);
            String who = message.getPhoneNumberId() + ' ' + message.getFrom().getPhone().orElse("");
            Long known = contacts.get(who);
            long contact = known == null ? -ids.incrementAndGet() : known;
            contacts.putIfAbsent(who, Math.abs(contact));
            rows.add(new Row(ids.incrementAndGet(), contact, message));
        }
        return rows;
    }

    private static void write(Connection connection, List<Row> rows) throws SQLException {
        meet(connection, rows.stream().filter(row -> row.conversation() < 0).toList());
        List<Row> fresh = messages(connection, rows);
        try (var words = connection.prepareStatement(FOUND);
                var conversation = connection.prepareStatement(CONVERSATION)) {
            for (Row row : fresh) {
                words.setLong(1, row.id());
                words.setString(2, row.message().getPreview().orElse(""));
                words.addBatch();
                conversation.setLong(1, Math.abs(row.conversation()));
                conversation.setString(2, row.message().getPhoneNumberId());
                for (int first = 3; first <= 6; first += 3) {
                    conversation.setLong(first, row.id());
                    conversation.setObject(first + 1, row.occurredAt());
                    conversation.setObject(first + 2, row.receivedAt());
                }
                conversation.addBatch();
            }
            words.executeBatch();
            conversation.executeBatch();
        }
        note(connection, fresh);
    }

    private static void meet(Connection connection, List<Row> strangers) throws SQLException {
        try (var contact = connection.prepareStatement(CONTACT);
                var alias = connection.prepareStatement(ALIAS)) {
            for (Row row : strangers) {
                contact.setLong(1, Math.abs(row.conversation()));
                contact.setString(2, row.message().getPhoneNumberId());
                contact.setString(3, row.message().getFrom().getProfileName().orElse(null));
                contact.setObject(4, row.occurredAt());
                contact.setString(5, row.phone());
                contact.setObject(6, row.occurredAt());
                contact.addBatch();
                alias.setString(1, row.message().getPhoneNumberId());
                alias.setString(2, row.phone());
                alias.setLong(3, Math.abs(row.conversation()));
                alias.setObject(4, row.occurredAt());
                alias.addBatch();
            }
            contact.executeBatch();
            alias.executeBatch();
        }
    }

    /** The rows that were not there before. */
    private static List<Row> messages(Connection connection, List<Row> rows) throws SQLException {
        var fresh = new ArrayList<Row>(rows.size());
        try (PreparedStatement insert = connection.prepareStatement(MESSAGE)) {
            for (Row row : rows) {
                InboundMessage message = row.message();
                insert.setLong(1, row.id());
                insert.setString(2, message.getPhoneNumberId());
                insert.setString(3, message.getWamid());
                insert.setLong(4, Math.abs(row.conversation()));
                insert.setObject(5, row.occurredAt());
                insert.setObject(6, row.receivedAt());
                insert.setString(7, message.getType());
                insert.setString(8, message.getPreview().orElse(null));
                insert.setString(9, message.getJson());
                insert.setString(10, row.phone());
                insert.addBatch();
            }
            int[] written = insert.executeBatch();
            for (int i = 0; i < written.length; i++) {
                if (written[i] == 1) {
                    fresh.add(rows.get(i));
                }
            }
        }
        return fresh;
    }

    private static void note(Connection connection, List<Row> rows) throws SQLException {
        try (PreparedStatement change = connection.prepareStatement(CHANGE)) {
            Object[] kinds = rows.stream().map(_ -> "message.inbound").toArray();
            Object[] numbers = rows.stream().map(r -> r.message().getPhoneNumberId()).toArray();
            Object[] conversations = rows.stream().map(r -> Math.abs(r.conversation())).toArray();
            Object[] messages = rows.stream().map(Row::id).toArray();
            change.setArray(1, connection.createArrayOf("text", kinds));
            change.setArray(2, connection.createArrayOf("text", numbers));
            change.setArray(3, connection.createArrayOf("bigint", conversations));
            change.setArray(4, connection.createArrayOf("bigint", messages));
            change.executeUpdate();
        }
    }

    private Connection connect() throws SQLException {
        Database database = rig.database();
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }
}
