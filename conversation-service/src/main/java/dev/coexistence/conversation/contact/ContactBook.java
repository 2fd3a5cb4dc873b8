package dev.coexistence.conversation.contact;

import dev.coexistence.conversation.contact.AliasOwnership.Span;
import dev.coexistence.conversation.database.IdAllocator;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The contacts that one batch speaks of. Aliases that one event names together become one contact;
 * which of two contacts survives is decided by the lower id, and the merge is recorded. For one
 * transaction that holds the lock of its numbers.
 */
public final class ContactBook {
    /** An alias that nobody has at present. */
    public static final long NOBODY = 0;

    private static final String PHONE_CHANGED = "PHONE_CHANGED";
    private final Connection connection;
    private final IdAllocator ids;
    private final AliasOwnership owners = new AliasOwnership();
    private final Map<Long, Long> mergedInto = new HashMap<>();
    private final Map<Long, ContactNames> told = new LinkedHashMap<>();
    private final Set<Long> fresh = new LinkedHashSet<>();
    private final Map<Long, String> numberOf = new HashMap<>();
    private final List<ContactMerge> merges = new ArrayList<>();

    public ContactBook(Connection connection, IdAllocator ids) {
        this.connection = connection;
        this.ids = ids;
    }

    /** Loads what is known of these peers; to be called once, before anything else. */
    public void open(Map<String, Set<Peer>> peersByNumber) throws SQLException {
        var keys = new LinkedHashSet<AliasKey>();
        peersByNumber.forEach((number, peers) -> {
            for (Peer peer : peers) {
                Alias.of(peer).forEach(alias -> keys.add(new AliasKey(number, alias)));
            }
        });
        for (ContactTable.StoredAlias stored : ContactTable.aliases(connection, keys)) {
            owners.addStored(stored);
            numberOf.put(stored.contact(), stored.key().phoneNumberId());
        }
    }

    /**
     * These aliases were seen together: they are one contact, made where there is none.
     *
     * @param because what to record where two contacts become one by that
     * @return whose they are
     */
    public long recordSighting(Sighting sighting, String because) throws SQLException {
        long contact = link(sighting.phoneNumberId(), sighting.aliases(), sighting.at(), because);
        tell(contact, sighting);
        return contact;
    }

    /** Takes away who only stood for a message that turned out to be somebody's. */
    public void forget(Collection<Long> nobodies) throws SQLException {
        ContactTable.delete(connection, nobodies);
    }

    /** Two peers are one user. */
    public void sameUser(String phoneNumberId, Peer one, Peer other, Instant at)
            throws SQLException {
        var both = new ArrayList<>(Alias.of(one));
        both.addAll(Alias.of(other));
        tell(
                link(phoneNumberId, both, at, "USER_ID_CHANGED"),
                Sighting.linkUser(phoneNumberId, one, other, at));
    }

    private void tell(long contact, Sighting sighting) {
        told.merge(contact, sighting.names(), ContactNames::join);
    }

    /**
     * A phone number may be somebody else's after that time. What is stored of it was parted before
     * ({@link PhoneReassignment}); this is for a number of which nothing is.
     */
    public void cut(String phoneNumberId, @Nullable String phone, Instant at) {
        if (phone != null) {
            owners.cut(AliasKey.ofPhone(phoneNumberId, phone), at);
        }
    }

    /**
     * Somebody took another phone number, after all numbers of the batch were cut at such times.
     * From then on the old number is nobody's until somebody is seen with it, and the new one is
     * theirs, whoever had it before.
     */
    public void phoneChanged(String phoneNumberId, String oldPhone, Peer now, Instant at)
            throws SQLException {
        Sighting moved = Sighting.recordMove(phoneNumberId, oldPhone, now, at);
        long contact = link(phoneNumberId, moved.aliases(), at, PHONE_CHANGED);
        tell(contact, moved);
        if (now.phone() == null) {
            return;
        }
        var taken = AliasKey.ofPhone(phoneNumberId, now.phone());
        Span begun = owners.beginning(taken, at);
        if (begun == null || begun.isUnowned()) {
            owners.put(taken, at, new Span(contact, null));
        } else {
            mergeContacts(phoneNumberId, contact, current(begun.contact()), PHONE_CHANGED, at);
        }
    }

    /** The contact of a peer, after all that was seen in this batch. */
    public long resolve(String phoneNumberId, Peer peer, Instant at) throws SQLException {
        return link(phoneNumberId, Alias.of(peer), at, ContactMerge.ONE_EVENT);
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

    public List<ContactMerge> merges() {
        return List.copyOf(merges);
    }

    /**
     * Writes what became of the contacts.
     *
     * @return contacts that are called otherwise now, with their names
     */
    public Map<Long, ContactNames> close() throws SQLException {
        var names = new LinkedHashMap<Long, ContactNames>();
        told.forEach((contact, tale) -> names.merge(current(contact), tale, ContactNames::join));
        merges.forEach(merge -> names.putIfAbsent(current(merge.winner()), ContactNames.NONE));
        var stored = ContactTable.names(connection, collectInvolved(names.keySet()));
        for (ContactMerge merge : merges) {
            ContactNames losers = stored.get(merge.loser());
            if (losers != null) {
                names.merge(current(merge.winner()), losers, ContactNames::join);
            }
        }
        var changed = new LinkedHashMap<Long, ContactNames>();
        var renamed = new LinkedHashMap<Long, ContactNames>();
        names.forEach((contact, tale) -> {
            ContactNames before = stored.get(contact);
            ContactNames after = before == null ? tale : before.join(tale);
            if (!after.equals(before)) {
                changed.put(contact, after);
            }
            if (before == null || !after.readsLike(before)) {
                renamed.put(contact, after);
            }
        });
        ContactTable.insert(connection, fresh, numberOf);
        ContactTable.insertAliases(connection, owners.listChanges(this::current));
        ContactTable.merge(connection, merges);
        ContactTable.update(connection, changed);
        return renamed;
    }

    private Collection<Long> collectInvolved(Set<Long> contacts) {
        var all = new LinkedHashSet<>(contacts);
        merges.forEach(merge -> all.add(merge.loser()));
        return all;
    }

    private long link(String phoneNumberId, List<Alias> names, Instant at, String because)
            throws SQLException {
        Long contact = null;
        for (Alias alias : names) {
            Long known = owner(new AliasKey(phoneNumberId, alias), at);
            if (known == null) {
                continue;
            }
            if (alias.kind() == Alias.Kind.USERNAME && areTwo(names, contact, known)) {
                continue;
            }
            if (contact == null) {
                contact = known;
            } else {
                contact = mergeContacts(phoneNumberId, contact, known, because, at);
            }
        }
        if (contact == null) {
            contact = ids.next();
            fresh.add(contact);
            numberOf.put(contact, phoneNumberId);
        }
        for (Alias alias : names) {
            owners.addSighting(new AliasKey(phoneNumberId, alias), contact, at);
        }
        return contact;
    }

    private @Nullable Long owner(AliasKey key, Instant at) {
        var entry = owners.find(key, at);
        return entry == null || entry.getValue().isUnowned()
                ? null
                : (Long) current(entry.getValue().contact());
    }

    /**
     * True where these are two people although one was seen under the other's user name: user names
     * are given up and taken by somebody else, business-scoped user ids are not.
     */
    private boolean areTwo(List<Alias> names, @Nullable Long one, long other) throws SQLException {
        boolean identified =
                one == null
                        ? names.stream().anyMatch(name -> name.kind() == Alias.Kind.BSUID)
                        : one != other && hasBsuid(one);
        return identified && hasBsuid(other);
    }

    private boolean hasBsuid(long contact) throws SQLException {
        var all = new LinkedHashSet<Long>(List.of(contact));
        mergedInto.keySet().stream().filter(id -> current(id) == contact).forEach(all::add);
        return owners.hasNew(Alias.Kind.BSUID, id -> current(id) == contact)
                || ContactTable.haveBsuid(connection, all);
    }

    private long mergeContacts(String number, long one, long other, String because, Instant at)
            throws SQLException {
        if (one == other
                || ContactTable.areSeparated(
                        connection, Math.min(one, other), Math.max(one, other))) {
            return one;
        }
        long winner = Math.min(one, other);
        long loser = Math.max(one, other);
        mergedInto.put(loser, winner);
        if (!fresh.remove(loser)) {
            merges.add(new ContactMerge(number, winner, loser, because, at));
        }
        return winner;
    }
}
