package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.ConversationMetrics;
import dev.coexistence.conversation.contact.ContactBook;
import dev.coexistence.conversation.contact.ErasedAliases;
import dev.coexistence.conversation.contact.Handovers;
import dev.coexistence.conversation.contact.SightingTable;
import dev.coexistence.conversation.database.Ids;
import dev.coexistence.conversation.hold.Hold;
import dev.coexistence.conversation.hold.HoldTable;
import dev.coexistence.conversation.live.Change;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.message.Sender;
import dev.coexistence.conversation.projection.Fact.ConnectionTold;
import dev.coexistence.conversation.projection.Fact.HoldTold;
import dev.coexistence.conversation.projection.Fact.MessageTold;
import dev.coexistence.conversation.projection.Fact.PeerMentioned;
import dev.coexistence.conversation.projection.Fact.PeerSeen;
import dev.coexistence.conversation.projection.MessageTable.Key;
import dev.coexistence.conversation.search.SearchTable;
import dev.coexistence.schemas.AliasHash;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
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
            metrics.projected(facts.size(), written.changes(), written.said());
        }
        feed.wake();
    }

    /**
     * What a batch came to.
     *
     * @param said senders of the messages whose content came
     */
    private record Written(int changes, List<Sender> said) {}

    private Written write(Connection connection, List<List<Fact>> events) throws SQLException {
        var numbers = new LinkedHashSet<String>();
        events.forEach(event -> event.forEach(fact -> numbers.add(fact.phoneNumberId())));
        byIndex(connection);
        NumberTable.lock(connection, numbers);
        List<Fact> facts = unlessErased(connection, numbers, events);
        NumberTable.meet(connection, numbers);
        var ids = new Ids(connection);
        var whoIsWho = new WhoIsWho(facts);
        Handovers handovers = whoIsWho.handOver(connection, ids);
        Collection<MessageRow> rows = joined(connection, ids, facts);
        var changes = new ArrayList<Change>();
        var book = new ContactBook(connection, ids);
        whoIsWho.settle(book, rows);
        var renamed = new LinkedHashMap<>(handovers.renamed());
        renamed.putAll(book.close());
        SightingTable.insert(connection, Sightings.of(facts, rows));
        save(connection, rows);
        SearchTable.add(connection, Searchable.fresh(rows));
        SearchTable.save(connection, Searchable.changed(rows, renamed));
        MediaRows.enqueue(connection, rows, time.instant());
        Threads threads = threads(connection, book, rows);
        handovers.parted().forEach(threads::recount);
        ConversationTable.save(connection, threads.conversations());
        book.forget(nobodies(rows));
        RawTables.save(connection, facts);
        changes.addAll(Transitions.of(rows));
        changes.addAll(ContactChanges.of(book, renamed.keySet(), facts));
        changes.addAll(ContactChanges.of(handovers));
        changes.addAll(aboutNumbers(connection, facts));
        feed.append(connection, changes, time.instant());
        return new Written(
                changes.size(),
                rows.stream()
                        .filter(MessageRow::isFirstSaid)
                        .map(row -> Sender.of(row.now().evidence()))
                        .toList());
    }

    /**
     * A batch names every row that it touches. Asked for thousands at once, the planner would
     * rather read a whole table of hundreds of thousands.
     */
    private static void byIndex(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "set local enable_seqscan = off; set local enable_hashjoin = off;"
                            + " set local enable_mergejoin = off");
        }
    }

    /** An event of somebody who was erased since says nothing, in a replay as little as late. */
    private List<Fact> unlessErased(
            Connection connection, Set<String> numbers, List<List<Fact>> events)
            throws SQLException {
        var erased = ErasedAliases.of(connection, numbers, hashes);
        return events.stream()
                .filter(event ->
                        event.stream()
                                .noneMatch(fact ->
                                        switch (fact) {
                                            case PeerSeen seen ->
                                                    erased.include(
                                                            seen.phoneNumberId(),
                                                            seen.peer(),
                                                            seen.at());
                                            case PeerMentioned(var number, var peer, var at) ->
                                                    erased.include(number, peer, at);
                                            default -> false;
                                        }))
                .flatMap(List::stream)
                .toList();
    }

    private static Collection<MessageRow> joined(Connection connection, Ids ids, List<Fact> facts)
            throws SQLException {
        var wamids = new LinkedHashSet<Key>();
        var commands = new LinkedHashSet<Key>();
        for (Fact fact : facts) {
            if (fact instanceof MessageTold told) {
                String wamid = told.state().wamid();
                String command = told.state().commandId();
                if (wamid != null) {
                    wamids.add(new Key(told.phoneNumberId(), wamid));
                }
                if (command != null) {
                    commands.add(new Key(told.phoneNumberId(), command));
                }
            }
        }
        var workspace = new Workspace(ids::next);
        if (!wamids.isEmpty() || !commands.isEmpty()) {
            workspace.stored(MessageTable.load(connection, wamids, commands));
        }
        for (Fact fact : facts) {
            if (fact instanceof MessageTold told) {
                workspace.tell(told.phoneNumberId(), told.state());
            }
        }
        return workspace.rows();
    }

    /** Who stood only for messages that turned out to be somebody's. */
    private static List<Long> nobodies(Collection<MessageRow> rows) {
        return rows.stream()
                .filter(row -> row.conversationBefore() != MessageRow.NO_CONVERSATION)
                .filter(row -> row.isGone() || row.conversation() != row.conversationBefore())
                .filter(row -> {
                    var before = row.before();
                    var content = before == null ? null : before.content();
                    return content != null && content.peer().isNobody();
                })
                .map(MessageRow::conversationBefore)
                .toList();
    }

    private void save(Connection connection, Collection<MessageRow> rows) throws SQLException {
        var fresh = new ArrayList<MessageRow>();
        var changed = new ArrayList<MessageRow>();
        var gone = new ArrayList<MessageRow>();
        for (MessageRow row : rows) {
            if (row.isGone()) {
                if (!row.isNew()) {
                    gone.add(row);
                }
            } else if (row.isNew()) {
                fresh.add(row);
            } else if (row.hasChanged()) {
                changed.add(row);
            }
        }
        MessageTable.delete(connection, gone);
        MessageTable.update(connection, changed);
        MessageTable.insert(connection, fresh, time.instant());
    }

    private static Threads threads(
            Connection connection, ContactBook book, Collection<MessageRow> rows)
            throws SQLException {
        Set<Long> touched = Threads.touchedBy(rows);
        var merges = book.merges();
        merges.forEach(merge -> {
            touched.add(book.current(merge.winner()));
            touched.add(merge.loser());
        });
        var threads = new Threads(ConversationTable.load(connection, touched));
        threads.apply(rows);
        merges.forEach(merge -> {
            threads.recount(book.current(merge.winner()), merge.phoneNumberId());
            threads.recount(merge.loser(), merge.phoneNumberId());
        });
        return threads;
    }

    private static List<Change> aboutNumbers(Connection connection, List<Fact> facts)
            throws SQLException {
        var changes = new ArrayList<Change>();
        for (Fact fact : facts) {
            if (fact instanceof ConnectionTold told && NumberTable.save(connection, told)) {
                changes.add(new Change(Change.Kind.CONNECTION_CHANGED, told.phoneNumberId(), 0, 0));
            }
            if (fact instanceof HoldTold(String number, Hold hold)) {
                switch (HoldTable.save(connection, number, hold)) {
                    case HELD -> changes.add(new Change(Change.Kind.CONNECTION_HELD, number, 0, 0));
                    case RELEASED ->
                            changes.add(new Change(Change.Kind.CONNECTION_RELEASED, number, 0, 0));
                    case NOTHING -> {}
                }
            }
        }
        return changes;
    }
}
