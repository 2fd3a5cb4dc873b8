package dev.coexistence.connection;

import dev.coexistence.access.AuditLog;
import dev.coexistence.connection.audit.AuditEntries;
import dev.coexistence.connection.key.ApiKeys;
import dev.coexistence.connection.record.TenantConnections;
import dev.coexistence.database.EventOutbox;
import dev.coexistence.database.OutboxTable;
import dev.coexistence.database.TenantTransactions;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.InMemorySchemaRegistry;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.UnreadableRecord;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What keeps tenants apart, on the database of a test. */
final class TenantParts {
    private final EventSerde serde = new EventSerde(new InMemorySchemaRegistry());
    final JdbcTemplate jdbc;
    final TenantTransactions transactions;
    final TenantConnections connections;
    final ApiKeys keys;
    final AuditEntries audit;

    TenantParts(DataSource database, Parts parts, InstantSource time) {
        this.jdbc = new JdbcTemplate(database);
        this.transactions =
                new TenantTransactions(
                        jdbc,
                        new TransactionTemplate(new DataSourceTransactionManager(database)),
                        ConnectionAccess.TENANT_ROLE);
        var outbox = new EventOutbox(new OutboxTable(jdbc), serde);
        AuditLog log = AuditLog.at(outbox::add, time);
        this.connections = new TenantConnections(parts.jdbc, parts.connections, transactions, log);
        this.keys = new ApiKeys(JdbcClient.create(jdbc), transactions, outbox, log, time);
        this.audit = new AuditEntries(jdbc, transactions);
    }

    /** The events of a topic that wait in the outbox and were written by these parts. */
    <T extends SpecificRecord> List<T> waiting(Topic<T> topic) {
        return jdbc.query(
                "select id, phone_number_id, payload from outbox where topic = ? order by id",
                (row, _) ->
                        read(
                                topic,
                                new ConsumerRecord<>(
                                        topic.name(),
                                        0,
                                        row.getLong(1),
                                        row.getString(2),
                                        row.getBytes(3))),
                topic.name());
    }

    private <T extends SpecificRecord> T read(
            Topic<T> topic, ConsumerRecord<String, byte[]> record) {
        try {
            return serde.read(topic, record);
        } catch (UnreadableRecord e) {
            throw new AssertionError(e);
        }
    }
}
