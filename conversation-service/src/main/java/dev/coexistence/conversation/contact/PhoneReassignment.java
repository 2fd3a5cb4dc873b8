package dev.coexistence.conversation.contact;

import dev.coexistence.conversation.contact.ContactSplit.Group;
import dev.coexistence.conversation.contact.ContactSplit.Node;
import dev.coexistence.conversation.contact.ContactTable.NewAlias;
import dev.coexistence.conversation.contact.ContactTable.StoredAlias;
import dev.coexistence.conversation.database.ArrayParameters;
import dev.coexistence.conversation.database.IdAllocator;
import dev.coexistence.conversation.database.ResultCells;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reassignment of phone numbers that changed hands, where the notice came after messages of the new
 * owner: stored contacts are split as if the notice had come first. For one transaction that holds
 * the lock of its numbers, before anything else of the batch.
 */
public final class PhoneReassignment {
    private final Connection connection;
    private final IdAllocator ids;
    private final Map<Long, String> parted = new LinkedHashMap<>();
    private final Map<Long, ContactNames> renamed = new LinkedHashMap<>();

    public PhoneReassignment(Connection connection, IdAllocator ids) {
        this.connection = connection;
        this.ids = ids;
    }

    /** From that time on the number may be somebody else's. */
    public void cut(String phoneNumberId, @Nullable String phone, Instant at) throws SQLException {
        if (phone == null) {
            return;
        }
        var key = AliasKey.ofPhone(phoneNumberId, phone);
        var spans = new TreeMap<Instant, StoredAlias>();
        for (StoredAlias span : ContactTable.aliases(connection, List.of(key))) {
            spans.put(span.since(), span);
        }
        var found = spans.lowerEntry(at);
        if (found == null || spans.containsKey(at)) {
            return;
        }
        StoredAlias span = found.getValue();
        Instant next = spans.higherKey(at);
        var until = new Node(key.alias(), span.since(), at, span.firstAt());
        var from = new Node(key.alias(), at, next == null ? Instant.MAX : next, null);
        if (span.contact() == ContactBook.NOBODY) {
            save(phoneNumberId, ContactBook.NOBODY, from);
        } else {
            part(phoneNumberId, span.contact(), until, from);
        }
    }

    /** Contacts that something was taken from or given to, with their numbers. */
    public Map<Long, String> splitContacts() {
        return Map.copyOf(parted);
    }

    /** Contacts whose names changed by that, with their names now. */
    public Map<Long, ContactNames> names() {
        return Map.copyOf(renamed);
    }

    private void part(String number, long contact, Node until, Node from) throws SQLException {
        var nodes = new ArrayList<>(List.of(until, from));
        var aliases = new LinkedHashSet<>(List.of(until.alias()));
        for (Node node : ContactTable.nodes(connection, contact)) {
            aliases.add(node.alias());
            if (!node.alias().equals(until.alias()) || !node.since().equals(until.since())) {
                nodes.add(node);
            }
        }
        List<Sighting> sightings = SightingTable.load(connection, number, aliases);
        if (isSeen(until) && !isSeen(contact, from, sightings)) {
            save(number, ContactBook.NOBODY, from);
            return;
        }
        sightings.addAll(loadMessageSightings(number, contact));
        List<Group> groups = new ContactSplit(nodes, sightings).groups(until, from);
        save(number, ContactBook.NOBODY, until);
        save(number, ContactBook.NOBODY, from);
        for (Node node : groups.getFirst().nodes()) {
            if (node.equals(until) || node.equals(from)) {
                save(number, contact, addFirstSighting(node, groups.getFirst()));
            }
        }
        if (groups.size() > 1) {
            divide(number, contact, groups);
        }
    }

    private void divide(String number, long contact, List<Group> groups) throws SQLException {
        var others = ContactNames.NONE;
        for (Group group : groups.subList(1, groups.size())) {
            long own = ids.next();
            others = others.join(group.names());
            parted.put(own, number);
            renamed.put(own, group.names());
            ContactTable.insert(connection, List.of(own), parted);
            for (Node node : group.nodes()) {
                save(number, own, addFirstSighting(node, group));
            }
            move(group, own);
        }
        ContactNames before =
                ContactTable.names(connection, List.of(contact))
                        .getOrDefault(contact, ContactNames.NONE);
        parted.put(contact, number);
        renamed.put(contact, before.split(others, groups.getFirst().names()));
        ContactTable.update(connection, renamed);
    }

    private static boolean isSeen(Node node) {
        Instant first = node.firstAt();
        return first != null && node.covers(first);
    }

    /** True where anybody was seen with a number in that time. */
    private boolean isSeen(long contact, Node phone, List<Sighting> sightings) throws SQLException {
        if (sightings.stream()
                .anyMatch(s -> phone.covers(s.at()) && s.aliases().contains(phone.alias()))) {
            return true;
        }
        String sql =
                "select 1 from message where conversation_id = ? and peer_phone = ?"
                        + " and occurred_at > ?::timestamptz limit 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, contact);
            statement.setString(2, phone.alias().value());
            statement.setString(3, phone.since().toString());
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private List<Sighting> loadMessageSightings(String number, long contact) throws SQLException {
        var sightings = new ArrayList<Sighting>();
        String sql =
                "select id, occurred_at, received_at, "
                        + PeerColumns.NAMES
                        + " from message where conversation_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, contact);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sightings.add(
                            Sighting.readMessage(
                                    number,
                                    PeerColumns.read(row),
                                    ResultCells.requireTime(row, "occurred_at"),
                                    ResultCells.requireTime(row, "received_at"),
                                    row.getLong("id")));
                }
            }
        }
        return sightings;
    }

    private void move(Group group, long contact) throws SQLException {
        List<Long> messages =
                group.sightings().stream()
                        .map(Sighting::message)
                        .filter(message -> message != 0)
                        .toList();
        String sql = "update message set conversation_id = ? where id = any (?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, contact);
            statement.setArray(2, ArrayParameters.numbers(connection, messages));
            statement.executeUpdate();
        }
    }

    /** The name with the time when it was first seen, which is another for a part of the whole. */
    private static Node addFirstSighting(Node node, Group group) {
        Instant first = isSeen(node) ? node.firstAt() : null;
        for (Sighting sighting : group.sightings()) {
            boolean earlier = first == null || sighting.at().isBefore(first);
            if (earlier
                    && node.covers(sighting.at())
                    && sighting.aliases().contains(node.alias())) {
                first = sighting.at();
            }
        }
        return new Node(node.alias(), node.since(), node.until(), first);
    }

    private void save(String number, long contact, Node node) throws SQLException {
        ContactTable.insertAliases(
                connection,
                List.of(
                        new NewAlias(
                                new AliasKey(number, node.alias()),
                                node.since(),
                                contact,
                                contact == ContactBook.NOBODY ? null : node.firstAt())));
    }
}
