package dev.coexistence.conversation.erasure;

import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.live.ChangeNotice;
import dev.coexistence.conversation.reading.NotFound;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Erasure of a contact with its messages, also those in groups, statuses, edits, media, search
 * texts and webhook bodies. An audit line with counts stays, and keyed hashes of the aliases, so
 * that a replay of the topics does not bring earlier messages back. An event, written in the same
 * transaction, tells the other services.
 */
@Component
public class ContactEraser {
    private static final Logger LOG = LoggerFactory.getLogger(ContactEraser.class);

    /**
     * Deletes sightings of the contact, but not those of a phone number while it was somebody
     * else's.
     */
    private static final String SIGHTINGS =
            """
            delete from contact_sighting s using contact_alias a
             where a.contact_id = ? and s.phone_number_id = a.phone_number_id
               and s.surest = a.kind || ':' || a.value and s.at > a.since
               and not exists (select 1 from contact_alias b
                 where b.phone_number_id = a.phone_number_id and b.kind = a.kind and b.value = a.value
                   and b.since > a.since and b.since < s.at)
            """;

    private final JdbcTemplate database;
    private final TransactionTemplate transaction;
    private final MessageRemover remover;
    private final ErasureAudit audit;
    private final ChangeFeed feed;
    private final PersonRecords records;
    private final InstantSource time;

    ContactEraser(
            JdbcTemplate database,
            TransactionTemplate transaction,
            MessageRemover remover,
            ErasureAudit audit,
            ChangeFeed feed,
            PersonRecords records,
            InstantSource time) {
        this.database = database;
        this.transaction = transaction;
        this.remover = remover;
        this.audit = audit;
        this.feed = feed;
        this.records = records;
        this.time = time;
    }

    /**
     * Counts of an erasure, and the places where something of the person stays for a while.
     *
     * @param kept a sentence for each place that this system does not reach
     */
    public record Erased(long messages, long media, List<Kept> kept) {
        Erased(long messages, long media) {
            this(messages, media, Kept.EVERYWHERE);
        }
    }

    private record Found(String phoneNumberId, long contact) {}

    /**
     * @param requestedBy who asked, for the audit line
     * @param act is told of the counts in the transaction of the erasure, which fails with it
     * @throws NotFound where there is no such contact
     */
    public Erased eraseContact(long id, @Nullable String requestedBy, Consumer<Erased> act) {
        Found found = find(id).orElseThrow(() -> new NotFound("contact", String.valueOf(id)));
        Instant now = time.instant();
        Erased erased =
                transaction.execute(_ -> {
                    lock(found.phoneNumberId());
                    var person = records.person(found.phoneNumberId(), found.contact(), now);
                    records.publish(person);
                    Erased removed = remove(found, person, requestedBy);
                    act.accept(removed);
                    tell(found, now);
                    return removed;
                });
        return wake(found, erased);
    }

    /**
     * Erases a person whom somebody else asked to forget; what came after that time stays.
     * Repeated, it changes nothing.
     */
    void erasePerson(ErasedPerson person) {
        List<Long> contacts = records.contacts(person);
        for (long contact : contacts) {
            var found = new Found(person.phoneNumberId(), contact);
            Erased erased =
                    transaction.execute(_ -> {
                        lock(person.phoneNumberId());
                        Erased removed =
                                records.wroteAfter(contact, person.erasedAt())
                                        ? removeUpTo(found, person)
                                        : remove(found, person, "whatsapp.erasures");
                        tell(found, time.instant());
                        return removed;
                    });
            wake(found, erased);
        }
        if (contacts.isEmpty()) {
            transaction.executeWithoutResult(_ -> {
                lock(person.phoneNumberId());
                records.remember(person);
                remover.remove(records.messages(person, 0));
                records.removeRest(person);
            });
        }
    }

    /** Tells the followers, with the transaction under way. */
    private void tell(Found found, Instant now) {
        feed.publish(
                new ChangeNotice(
                        ChangeNotice.Kind.CONTACT_ERASED,
                        found.phoneNumberId(),
                        found.contact(),
                        0),
                now);
    }

    private Erased wake(Found found, @Nullable Erased erased) {
        feed.wake();
        LOG.atInfo()
                .addKeyValue("conversation", found.contact())
                .addKeyValue("messages", erased == null ? 0 : erased.messages())
                .log("A contact was erased");
        return erased == null ? new Erased(0, 0) : erased;
    }

    private Optional<Found> find(long id) {
        return database
                .query(
                        "select phone_number_id, coalesce(merged_into, id) as contact from contact where id = ?",
                        (row, _) -> new Found(row.getString(1), row.getLong(2)),
                        id)
                .stream()
                .findFirst();
    }

    private void lock(String phoneNumberId) {
        database.query(
                "select pg_advisory_xact_lock(hashtextextended(?, 0))", _ -> {}, phoneNumberId);
    }

    /** The person wrote again since: the thread stays, with what came after. */
    private Erased removeUpTo(Found found, ErasedPerson person) {
        records.remember(person);
        List<Long> messages = records.messages(person, found.contact());
        long pieces = remover.remove(messages);
        records.removeRest(person);
        remover.recount(List.of(found.contact()));
        if (!messages.isEmpty()) {
            audit.record(
                    "CONTACT",
                    found.phoneNumberId(),
                    found.contact(),
                    messages.size(),
                    pieces,
                    "whatsapp.erasures");
        }
        return new Erased(messages.size(), pieces);
    }

    private Erased remove(Found found, ErasedPerson person, @Nullable String requestedBy) {
        long contact = found.contact();
        records.remember(person);
        List<Long> messages = records.messages(person, contact);
        List<Long> groups = records.groups(messages, contact);
        long pieces = remover.remove(messages);
        database.update("delete from webhook_delivery where conversation_id = ?", contact);
        database.update("delete from conversation where id = ?", contact);
        database.update(SIGHTINGS, contact);
        database.update("delete from contact_alias where contact_id = ?", contact);
        database.update(
                "delete from search_text where id in (select id from contact where id = ? or merged_into = ?)",
                contact,
                contact);
        database.update(
                "delete from contact_merge where winner = ? or loser = ?", contact, contact);
        database.update(
                "delete from contact_separation where lower_id = ? or higher_id = ?",
                contact,
                contact);
        database.update("delete from contact where id = ? or merged_into = ?", contact, contact);
        records.removeRest(person);
        if (!groups.isEmpty()) {
            remover.recount(groups);
        }
        audit.record(
                "CONTACT", found.phoneNumberId(), contact, messages.size(), pieces, requestedBy);
        return new Erased(messages.size(), pieces);
    }
}
