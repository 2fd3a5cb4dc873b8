package dev.coexistence.conversation.contact;

import dev.coexistence.conversation.database.Ids;
import dev.coexistence.conversation.message.Peer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The contacts that one batch speaks of. Aliases that one event names together become one contact;
 * which of two contacts survives is decided by the lower id, and the merge is recorded. For one
 * transaction that holds the lock of its numbers.
 */
public final class ContactBook {
    private final Connection connection;
    private final Ids ids;
    private final Map<AliasKey, NavigableMap<Instant, Long>> aliases = new HashMap<>();
    private final Map<Long, Long> mergedInto = new HashMap<>();
    private final Map<Long, ContactNames> told = new LinkedHashMap<>();
    private final Set<Long> fresh = new LinkedHashSet<>();
    private final Map<Long, String> numberOf = new HashMap<>();
    private final List<ContactTable.NewAlias> newAliases = new ArrayList<>();
    private final List<Merge> merges = new ArrayList<>();

    /** An alias as one number knows it. */
    record AliasKey(String phoneNumberId, Alias alias) {}

    /** One contact turned out to be another. */
    public record Merge(
            String phoneNumberId, long winner, long loser, String because, Instant at) {}

    public ContactBook(Connection connection, Ids ids) {
        this.connection = connection;
        this.ids = ids;
    }

    /** Loads what is known of these peers; to be called once, before anything else. */
    public void open(Map<String, Set<Peer>> peersByNumber) throws SQLException {
        var keys = new LinkedHashSet<AliasKey>();
        peersByNumber.forEach((number, peers) ->
                peers.forEach(peer ->
                        Alias.of(peer).forEach(alias -> keys.add(new AliasKey(number, alias)))));
        for (ContactTable.StoredAlias stored : ContactTable.aliases(connection, keys)) {
            aliases.computeIfAbsent(stored.key(), _ -> new TreeMap<>())
                    .put(stored.since(), stored.contact());
            numberOf.put(stored.contact(), stored.key().phoneNumberId());
        }
    }

    /** One event named these aliases together: they are one contact, made where there is none. */
    public long seen(String phoneNumberId, Peer peer, Instant at, ContactNames names)
            throws SQLException {
        long contact = link(phoneNumberId, Alias.of(peer), at, "ONE_EVENT");
        told.merge(contact, names, ContactNames::join);
        return contact;
    }

    /** Two peers are one user. */
    public void sameUser(String phoneNumberId, Peer one, Peer other, Instant at)
            throws SQLException {
        var both = new ArrayList<>(Alias.of(one));
        both.addAll(Alias.of(other));
        link(phoneNumberId, both, at, "USER_ID_CHANGED");
    }

    /** Whose it is, after all that was seen in this batch. */
    public long find(String phoneNumberId, Peer peer, Instant at) throws SQLException {
        return link(phoneNumberId, Alias.of(peer), at, "ONE_EVENT");
    }

    /** The contact that this one has become. */
    public long current(long contact) {
        long root = contact;
        for (Long next = mergedInto.get(root); next != null; next = mergedInto.get(root)) {
            root = next;
        }
        return root;
    }

    /** The number that a contact of this batch belongs to. */
    public String numberOf(long contact) {
        return numberOf.getOrDefault(contact, "");
    }

    public List<Merge> merges() {
        return List.copyOf(merges);
    }

    /**
     * Writes what became of the contacts.
     *
     * @return contacts whose names changed
     */
    public Set<Long> close() throws SQLException {
        var names = new LinkedHashMap<Long, ContactNames>();
        told.forEach((contact, tale) -> names.merge(current(contact), tale, ContactNames::join));
        merges.forEach(merge -> names.putIfAbsent(current(merge.winner()), ContactNames.NONE));
        var stored = ContactTable.names(connection, involved(names.keySet()));
        for (Merge merge : merges) {
            ContactNames losers = stored.get(merge.loser());
            if (losers != null) {
                names.merge(current(merge.winner()), losers, ContactNames::join);
            }
        }
        var changed = new LinkedHashMap<Long, ContactNames>();
        names.forEach((contact, tale) -> {
            ContactNames before = stored.get(contact);
            ContactNames after = before == null ? tale : before.join(tale);
            if (!after.equals(before)) {
                changed.put(contact, after);
            }
        });
        ContactTable.insert(connection, fresh, numberOf);
        ContactTable.insertAliases(connection, current(newAliases));
        ContactTable.merge(connection, merges);
        ContactTable.update(connection, changed);
        return changed.keySet();
    }

    private Collection<Long> involved(Set<Long> contacts) {
        var all = new LinkedHashSet<>(contacts);
        merges.forEach(merge -> all.add(merge.loser()));
        return all;
    }

    private List<ContactTable.NewAlias> current(List<ContactTable.NewAlias> added) {
        return added.stream()
                .map(alias ->
                        new ContactTable.NewAlias(
                                alias.key(), alias.since(), current(alias.contact())))
                .toList();
    }

    private long link(String phoneNumberId, List<Alias> names, Instant at, String because)
            throws SQLException {
        Long contact = null;
        for (Alias alias : names) {
            Long known = owner(new AliasKey(phoneNumberId, alias), at);
            if (known == null) {
                continue;
            }
            contact = contact == null ? known : merged(phoneNumberId, contact, known, because, at);
        }
        if (contact == null) {
            contact = ids.next();
            fresh.add(contact);
            numberOf.put(contact, phoneNumberId);
        }
        for (Alias alias : names) {
            var key = new AliasKey(phoneNumberId, alias);
            if (!aliases.containsKey(key)) {
                aliases.computeIfAbsent(key, _ -> new TreeMap<>()).put(Instant.EPOCH, contact);
                newAliases.add(new ContactTable.NewAlias(key, Instant.EPOCH, contact));
            }
        }
        return contact;
    }

    private @Nullable Long owner(AliasKey key, Instant at) {
        NavigableMap<Instant, Long> owners = aliases.get(key);
        if (owners == null) {
            return null;
        }
        var entry = owners.lowerEntry(at);
        return entry == null ? null : (Long) current(entry.getValue());
    }

    private long merged(String number, long one, long other, String because, Instant at) {
        if (one == other) {
            return one;
        }
        long winner = Math.min(one, other);
        long loser = Math.max(one, other);
        mergedInto.put(loser, winner);
        if (fresh.remove(loser)) {
            newAliases.replaceAll(alias ->
                    alias.contact() == loser
                            ? new ContactTable.NewAlias(alias.key(), alias.since(), winner)
                            : alias);
        } else {
            merges.add(new Merge(number, winner, loser, because, at));
        }
        return winner;
    }
}
