package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.ConversationMetrics;
import dev.coexistence.conversation.contact.ErasedAliases;
import dev.coexistence.conversation.database.IdAllocator;
import dev.coexistence.conversation.fact.Fact;
import dev.coexistence.conversation.fact.Fact.PeerMentioned;
import dev.coexistence.conversation.fact.Fact.PeerSeen;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.message.Sender;
import dev.coexistence.conversation.projection.contact.ContactOutcome;
import dev.coexistence.conversation.projection.contact.ContactResolver;
import dev.coexistence.conversation.projection.conversation.ConversationCounters;
import dev.coexistence.conversation.projection.message.MessageMerge;
import dev.coexistence.conversation.projection.message.MessageRow;
import dev.coexistence.conversation.projection.message.MessageTransitions;
import dev.coexistence.conversation.projection.message.MessageWriter;
import dev.coexistence.conversation.projection.number.NumberProjection;
import dev.coexistence.conversation.projection.number.NumberTable;
import dev.coexistence.schemas.AliasHash;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes facts into the database: one batch, one transaction. Called at least once for each fact;
 * any order, duplication or replay of the same facts ends in the same state. One writer at a time
 * works on a number: the others wait for its lock.
 *
 * <p>The order of a batch: lock its numbers, drop the facts of erased people, split contacts whose
 * phone number changed hands ({@link ContactResolver#reassignPhones}), join message states in
 * memory ({@link MessageMerge}), resolve contacts and with them the conversation of each message
 * ({@link ContactResolver#apply}), write messages ({@link MessageWriter}), count conversations from
 * the written messages ({@link ConversationCounters}), write numbers ({@link NumberProjection}),
 * and append the change notices.
 */
final class Projector {
    private final JdbcTemplate database;
    private final TransactionTemplate transaction;
    private final ChangeFeed feed;
    private final ConversationMetrics metrics;
    private final AliasHash hashes;
    private final InstantSource time;

    Projector(
            JdbcTemplate database,
            TransactionTemplate transaction,
            ChangeFeed feed,
            ConversationMetrics metrics,
            AliasHash hashes,
            InstantSource time) {
        this.database = database;
        this.transaction = transaction;
        this.feed = feed;
        this.metrics = metrics;
        this.hashes = hashes;
        this.time = time;
    }

    /**
     * @param events what each event says
     */
    void project(List<List<Fact>> events) {
        List<Fact> facts = events.stream().flatMap(List::stream).toList();
        if (facts.isEmpty()) {
            return;
        }
        Written written =
                transaction.execute(_ ->
                        database.execute(
                                (ConnectionCallback<Written>)
                                        connection -> write(connection, events)));
        if (written != null) {
            metrics.countProjection(facts.size(), written.changes(), written.senders());
        }
        feed.wake();
    }

    /**
     * Counts of one batch.
     *
     * @param senders of the messages whose content came
     */
    private record Written(int changes, List<Sender> senders) {}

    private Written write(Connection connection, List<List<Fact>> events) throws SQLException {
        Instant now = time.instant();
        var numbers = new LinkedHashSet<String>();
        events.forEach(event -> event.forEach(fact -> numbers.add(fact.phoneNumberId())));
        forbidTableScans(connection);
        NumberTable.lock(connection, numbers);
        List<Fact> facts = dropErased(connection, numbers, events);
        NumberTable.insertMissing(connection, numbers);
        var ids = new IdAllocator(connection);
        var contacts = new ContactResolver(connection, ids, facts);
        contacts.reassignPhones();
        Collection<MessageRow> rows = MessageMerge.apply(connection, ids, facts);
        ContactOutcome outcome = contacts.apply(rows);
        MessageWriter.apply(connection, rows, facts, now);
        ConversationCounters.apply(connection, rows, outcome.recounts());
        var notices = new ArrayList<>(MessageTransitions.notices(rows));
        notices.addAll(outcome.notices());
        notices.addAll(NumberProjection.apply(connection, facts));
        feed.append(connection, notices, now);
        return new Written(notices.size(), senders(rows));
    }

    private static List<Sender> senders(Collection<MessageRow> rows) {
        return rows.stream()
                .filter(MessageRow::isFirstContent)
                .map(row -> Sender.of(row.now().evidence()))
                .toList();
    }

    /**
     * A batch names every row that it touches. Asked for thousands at once, the planner would
     * rather read a whole table of hundreds of thousands.
     */
    private static void forbidTableScans(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "set local enable_seqscan = off; set local enable_hashjoin = off;"
                            + " set local enable_mergejoin = off");
        }
    }

    /** An event of somebody who was erased since says nothing, in a replay as little as late. */
    private List<Fact> dropErased(
            Connection connection, Set<String> numbers, List<List<Fact>> events)
            throws SQLException {
        var erased = ErasedAliases.load(connection, numbers, hashes);
        return events.stream()
                .filter(event ->
                        event.stream()
                                .noneMatch(fact ->
                                        switch (fact) {
                                            case PeerSeen seen ->
                                                    erased.covers(
                                                            seen.phoneNumberId(),
                                                            seen.peer(),
                                                            seen.at());
                                            case PeerMentioned(var number, var peer, var at) ->
                                                    erased.covers(number, peer, at);
                                            default -> false;
                                        }))
                .flatMap(List::stream)
                .toList();
    }
}
