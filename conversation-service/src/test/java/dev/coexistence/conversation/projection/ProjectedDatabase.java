package dev.coexistence.conversation.projection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.coexistence.access.AuditLog;
import dev.coexistence.conversation.ConversationMetrics;
import dev.coexistence.conversation.TenantConfiguration;
import dev.coexistence.conversation.caller.CallerAccess;
import dev.coexistence.conversation.fact.EventReader;
import dev.coexistence.conversation.fact.Fact;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.database.TenantTransactions;
import dev.coexistence.kafka.Received;
import dev.coexistence.kafka.Traces;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.AliasHash;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.schemas.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A database of this service with a projector, without the rest. Registered as an extension it is
 * empty before each test, and closed after the last.
 */
public final class ProjectedDatabase
        implements AutoCloseable, BeforeEachCallback, AfterAllCallback {
    /** The keyset under which erased persons are recognised and told of. */
    public static final String KEYSET = TokenCipher.newKeyset();

    public static final AliasHash HASHES = AliasHash.of(KEYSET);
    private final HikariDataSource source;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ChangeFeed feed;
    private final Projector projector;
    private final InstantSource time;

    private ProjectedDatabase(HikariDataSource source, InstantSource time) {
        this.source = source;
        this.time = time;
        this.jdbc = new JdbcTemplate(source);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(source));
        this.feed = new ChangeFeed(jdbc);
        this.projector =
                new Projector(
                        jdbc, transaction, feed, new ConversationMetrics(meters), HASHES, time);
    }

    public static ProjectedDatabase fresh(String name) {
        return fresh(name, () -> Events.at(20_000));
    }

    public static ProjectedDatabase fresh(String name, InstantSource time) {
        var database = LocalStack.shared().newDatabase(name);
        var config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setSchema("conversation");
        config.setMaximumPoolSize(4);
        var source = new HikariDataSource(config);
        Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .schemas("conversation")
                .load()
                .migrate();
        return new ProjectedDatabase(source, time);
    }

    /** Projects the events as one batch. */
    public void project(List<? extends SpecificRecord> events) {
        var facts = new ArrayList<List<Fact>>();
        events.forEach(event -> facts.add(EventReader.read(event)));
        projector.project(facts);
    }

    /** Projects the facts of several events as one batch. */
    public void projectFacts(List<List<Fact>> events) {
        projector.project(events);
    }

    /** Marks messages as seen, as the service does. */
    public ReadMarker readMarker() {
        return new ReadMarker(projector);
    }

    /** The feed that the projector appends to. */
    public ChangeFeed feed() {
        return feed;
    }

    /** Projects the events as one batch, each of which came with that trace. */
    public void project(List<? extends SpecificRecord> events, Topic<?> topic, String traceparent) {
        var received = new ArrayList<Received<?>>();
        for (SpecificRecord event : events) {
            received.add(received(topic, event, traceparent));
        }
        var traces = new MessageTraces(jdbc, Traces.none(), () -> Events.at(0));
        traces.keep(received);
        project(events);
        traces.noteStatuses(received);
    }

    private static Received<SpecificRecord> received(
            Topic<?> topic, SpecificRecord event, String traceparent) {
        @SuppressWarnings("unchecked")
        var typed = (Topic<SpecificRecord>) topic;
        return new Received<>(
                typed,
                "",
                event,
                0,
                0,
                Events.at(0),
                new RecordHeaders(Traces.headers(traceparent)));
    }

    ProjectionBackfill rereading() {
        return new ProjectionBackfill(jdbc, transaction, projector);
    }

    public SimpleMeterRegistry meters() {
        return meters;
    }

    public TransactionTemplate transaction() {
        return transaction;
    }

    public JdbcTemplate jdbc() {
        return jdbc;
    }

    /** Access of callers to this database; nothing is written to an audit. */
    public CallerAccess access() {
        return access((_, _, _, _, _, _) -> {});
    }

    /** Access of callers to this database, with an audit. */
    public CallerAccess access(AuditLog audit) {
        var tenants = new TenantTransactions(jdbc, transaction, TenantConfiguration.TENANT_ROLE);
        return new CallerAccess(tenants, audit, jdbc, time);
    }

    /** Forgets everything. */
    public void clear() {
        jdbc.execute(
                "truncate number, contact, contact_alias, contact_sighting, contact_merge, conversation, message,"
                        + " message_status, message_change, history_chunk, history_declined,"
                        + " change_batch, search_text, webhook_place, media, erased_alias, contact_separation, message_trace, erasure_outbox");
    }

    /**
     * Everything that the events ended in, in words that do not depend on the ids which chance and
     * order gave out.
     */
    public List<String> state() {
        var state = new ArrayList<String>();
        state.addAll(
                jdbc.queryForList(
                        """
                        select 'message ' || row_to_json(x) from (
                          select m.phone_number_id, m.wamid, m.command_id, %s as contact,
                            occurred_at, received_at, content_rank, evidence, status, direction, type, body,
                            media_id, mime_type, replies_to, json, peer_phone, peer_bsuid, peer_parent,
                            peer_username, peer_group, content_code, reference, status_at, status_reason,
                            status_code, pricing_at, pricing_type, pricing_category, edit_wamid, edited_at,
                            edit_body, edit_received_at, edit_rivals, place_rank, place_at, revoke_wamid, revoked_at, reactions::jsonb, read_marked
                          from message m order by wamid, command_id) x
                        """
                                .formatted(names("m.conversation_id")),
                        String.class));
        state.addAll(
                jdbc.queryForList(
                        """
                        select 'conversation ' || row_to_json(x) from (
                          select c.phone_number_id, %s as contact, c.last_at, c.in_at, c.read_up_to, c.read_received_at, c.unread,
                            l.occurred_at as last, i.wamid as opened_by
                          from conversation c left join message l on l.id = c.last_message_id
                            left join message i on i.id = c.in_message_id
                          order by 1, 2) x
                        """
                                .formatted(names("c.id")),
                        String.class));
        state.addAll(
                jdbc.queryForList(
                        """
                        select 'contact ' || row_to_json(x) from (
                          select c.phone_number_id, %s as aliases, profile_name, book_name, book_first_name,
                            book_removed, book_at, username, phone, marketing, marketing_at, told::jsonb
                          from contact c where merged_into is null order by 1, 2) x
                        """
                                .formatted(names("c.id")),
                        String.class));
        for (String table :
                List.of("message_status", "message_change", "history_chunk", "history_declined")) {
            state.addAll(
                    jdbc.queryForList(
                            "select '"
                                    + table
                                    + " ' || row_to_json(x) from (select * from "
                                    + table
                                    + ") x order by 1",
                            String.class));
        }
        return state;
    }

    private static String names(String contact) {
        return "(select string_agg(kind || ':' || value || '@' || extract(epoch from since), ',' order by kind, value, since)"
                + " from contact_alias a where a.contact_id = "
                + contact
                + ")";
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        clear();
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        close();
    }

    @Override
    public void close() {
        source.close();
    }
}
