package dev.coexistence.conversation.projection.contact;

import dev.coexistence.conversation.contact.ContactBook;
import dev.coexistence.conversation.contact.ContactMerge;
import dev.coexistence.conversation.contact.PhoneReassignment;
import dev.coexistence.conversation.contact.Sighting;
import dev.coexistence.conversation.contact.SightingTable;
import dev.coexistence.conversation.database.IdAllocator;
import dev.coexistence.conversation.fact.Fact;
import dev.coexistence.conversation.fact.Fact.ConnectionRecorded;
import dev.coexistence.conversation.fact.Fact.MessageRecorded;
import dev.coexistence.conversation.fact.Fact.PeerMentioned;
import dev.coexistence.conversation.fact.Fact.PeerSeen;
import dev.coexistence.conversation.fact.Fact.PhoneChanged;
import dev.coexistence.conversation.fact.Fact.SameUser;
import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.conversation.projection.message.MessageRow;
import dev.coexistence.conversation.projection.message.SearchableTexts;
import dev.coexistence.conversation.search.SearchTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Contacts of one batch: decides which contact each peer is, and with that the conversation of each
 * message. First {@link #reassignPhones}, before the messages are loaded, because it moves stored
 * messages; then {@link #apply}.
 */
public final class ContactResolver {
    private final Connection connection;
    private final IdAllocator ids;
    private final List<Fact> facts;
    private final List<PhoneChanged> moves;
    private final PhoneReassignment reassignment;

    /**
     * @param connection of a transaction that holds the locks of the numbers
     */
    public ContactResolver(Connection connection, IdAllocator ids, List<Fact> facts) {
        this.connection = connection;
        this.ids = ids;
        this.facts = facts;
        this.moves =
                facts.stream()
                        .filter(PhoneChanged.class::isInstance)
                        .map(PhoneChanged.class::cast)
                        .toList();
        this.reassignment = new PhoneReassignment(connection, ids);
    }

    /** Splits stored contacts at the times when their phone numbers changed hands. */
    public void reassignPhones() throws SQLException {
        for (PhoneChanged moved : moves) {
            reassignment.cut(moved.phoneNumberId(), moved.oldPhone(), moved.at());
            reassignment.cut(moved.phoneNumberId(), moved.now().phone(), moved.at());
        }
    }

    /**
     * Finds or makes the contact of each peer, assigns each message to its conversation, and writes
     * contacts, aliases, sightings and the contacts' search texts.
     */
    public ContactOutcome apply(Collection<MessageRow> rows) throws SQLException {
        var book = new ContactBook(connection, ids);
        resolve(book, rows);
        var renamed = new LinkedHashMap<>(reassignment.names());
        renamed.putAll(book.close());
        SightingTable.insert(connection, SightingCollector.collect(facts, rows));
        SearchTable.save(connection, SearchableTexts.collectNames(renamed));
        book.forget(orphans(rows));
        return new ContactOutcome(
                recounts(book), ContactNotices.collect(book, renamed.keySet(), reassignment));
    }

    private Map<Long, String> recounts(ContactBook book) {
        var recounts = new LinkedHashMap<>(reassignment.splitContacts());
        for (ContactMerge merge : book.merges()) {
            recounts.put(book.current(merge.winner()), merge.phoneNumberId());
            recounts.put(merge.loser(), merge.phoneNumberId());
        }
        return recounts;
    }

    /** Contacts that stood for one message only, whose message turned out to be somebody's. */
    private static List<Long> orphans(Collection<MessageRow> rows) {
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

    private void resolve(ContactBook book, Collection<MessageRow> rows) throws SQLException {
        book.open(peers(rows));
        for (PhoneChanged moved : moves) {
            book.cut(moved.phoneNumberId(), moved.oldPhone(), moved.at());
            book.cut(moved.phoneNumberId(), moved.now().phone(), moved.at());
        }
        for (PhoneChanged moved : moves) {
            book.phoneChanged(moved.phoneNumberId(), moved.oldPhone(), moved.now(), moved.at());
        }
        for (Fact fact : facts) {
            if (fact instanceof PeerSeen seen && seen.peer().isKnown()) {
                book.recordSighting(seen.sighting(), seen.because());
            } else if (fact instanceof SameUser same) {
                book.sameUser(same.phoneNumberId(), same.before(), same.now(), same.at());
            }
        }
        for (MessageRow row : rows) {
            Content content = row.now().content();
            if (row.isGone() || content == null) {
                continue;
            }
            if (row.hasNewContent()) {
                row.assign(find(book, row.phoneNumberId(), content));
            }
        }
        for (MessageRow row : rows) {
            row.assign(book.current(row.conversation()));
        }
    }

    private static long find(ContactBook book, String number, Content content) throws SQLException {
        Instant at = content.occurredAt();
        if (content.peer().isNobody()) {
            // Only the message tells of them, and is theirs for as long as no other name is known.
            return book.recordSighting(
                    Sighting.of(number, content.peer(), at, content.receivedAt(), null, null),
                    ContactMerge.ONE_EVENT);
        }
        return book.resolve(number, content.peer(), at);
    }

    /** The peers that the batch names, by number. */
    private Map<String, Set<Peer>> peers(Collection<MessageRow> rows) {
        var peers = new HashMap<String, Set<Peer>>();
        for (Fact fact : facts) {
            switch (fact) {
                case PeerSeen seen -> add(peers, seen.phoneNumberId(), seen.peer());
                case SameUser same -> {
                    add(peers, same.phoneNumberId(), same.before());
                    add(peers, same.phoneNumberId(), same.now());
                }
                case PhoneChanged moved -> {
                    add(peers, moved.phoneNumberId(), Peer.NOBODY.withPhone(moved.oldPhone()));
                    add(peers, moved.phoneNumberId(), moved.now());
                }
                case MessageRecorded _,
                        PeerMentioned _,
                        Fact.StatusRecorded _,
                        Fact.ChangeRecorded _,
                        Fact.ChunkImported _,
                        Fact.ImportDeclined _,
                        ConnectionRecorded _,
                        Fact.HoldRecorded _ -> {}
            }
        }
        for (MessageRow row : rows) {
            Content content = row.now().content();
            if (row.hasNewContent() && content != null) {
                add(peers, row.phoneNumberId(), content.peer());
            }
        }
        return peers;
    }

    private static void add(Map<String, Set<Peer>> peers, String number, Peer peer) {
        if (peer.isKnown()) {
            peers.computeIfAbsent(number, _ -> new LinkedHashSet<>()).add(peer);
        }
    }
}
