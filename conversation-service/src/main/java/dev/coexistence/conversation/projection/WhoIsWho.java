package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.contact.ContactBook;
import dev.coexistence.conversation.contact.Handovers;
import dev.coexistence.conversation.contact.Merge;
import dev.coexistence.conversation.contact.Sighting;
import dev.coexistence.conversation.database.Ids;
import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.conversation.projection.Fact.ConnectionTold;
import dev.coexistence.conversation.projection.Fact.MessageTold;
import dev.coexistence.conversation.projection.Fact.PeerMentioned;
import dev.coexistence.conversation.projection.Fact.PeerSeen;
import dev.coexistence.conversation.projection.Fact.PhoneChanged;
import dev.coexistence.conversation.projection.Fact.SameUser;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who the people of a batch are, and with that in which thread each of its messages stands. */
final class WhoIsWho {
    private final List<Fact> facts;
    private final List<PhoneChanged> moves;

    WhoIsWho(List<Fact> facts) {
        this.facts = facts;
        this.moves =
                facts.stream()
                        .filter(PhoneChanged.class::isInstance)
                        .map(PhoneChanged.class::cast)
                        .toList();
    }

    /** Parts what is stored under phone numbers that changed hands; before anything else. */
    Handovers handOver(Connection connection, Ids ids) throws SQLException {
        var handovers = new Handovers(connection, ids);
        for (PhoneChanged moved : moves) {
            handovers.cut(moved.phoneNumberId(), moved.oldPhone(), moved.at());
            handovers.cut(moved.phoneNumberId(), moved.now().phone(), moved.at());
        }
        return handovers;
    }

    /** Finds the contacts, makes those that are new, and puts each message into its thread. */
    void settle(ContactBook book, Collection<MessageRow> rows) throws SQLException {
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
                book.seen(seen.sighting(), seen.because());
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
                row.settle(find(book, row.phoneNumberId(), content));
            }
        }
        for (MessageRow row : rows) {
            row.settle(book.current(row.conversation()));
        }
    }

    private static long find(ContactBook book, String number, Content content) throws SQLException {
        Instant at = content.occurredAt();
        if (content.peer().isNobody()) {
            // Only the message tells of them, and is theirs for as long as no other name is known.
            return book.seen(
                    Sighting.of(number, content.peer(), at, content.receivedAt(), null, null),
                    Merge.ONE_EVENT);
        }
        return book.find(number, content.peer(), at);
    }

    /** Everybody who is named, by number. */
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
                case MessageTold _,
                        PeerMentioned _,
                        Fact.StatusTold _,
                        Fact.ChangeTold _,
                        Fact.ChunkImported _,
                        Fact.ImportDeclined _,
                        ConnectionTold _,
                        Fact.HoldTold _ -> {}
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
