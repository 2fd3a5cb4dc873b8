package dev.coexistence.conversation.erasure;

import dev.coexistence.conversation.live.Change;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.media.MediaLibrary;
import dev.coexistence.conversation.projection.ConversationTable;
import dev.coexistence.conversation.reading.NotFound;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Removes a contact with everything of it: messages, also those in groups, statuses, edits, media,
 * words to be found by, webhook bodies. What stays is an audit line with counts, and keyed hashes
 * of the aliases, so that a replay of the topics does not bring back what was said before. The
 * other services are told by an event, written in the same transaction.
 */
@Component
public class Eraser {
    private static final Logger LOG = LoggerFactory.getLogger(Eraser.class);
    private static final int CHUNK = 2_000;
    private static final int THREADS = 1_000;

    private static final String OLDER =
            """
            select m.id from unnest(?::bigint[]) as c(id) cross join lateral (
              select x.id from message x where x.conversation_id = c.id and x.occurred_at < ? limit %1$d) m
             limit %1$d
            """
                    .formatted(CHUNK);

    /** Where the contact was seen; not where a phone number was when it was somebody else's. */
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
    private final MediaLibrary media;
    private final ChangeFeed feed;
    private final Forgetting forgetting;
    private final InstantSource time;

    Eraser(
            JdbcTemplate database,
            TransactionTemplate transaction,
            MediaLibrary media,
            ChangeFeed feed,
            Forgetting forgetting,
            InstantSource time) {
        this.database = database;
        this.transaction = transaction;
        this.media = media;
        this.feed = feed;
        this.forgetting = forgetting;
        this.time = time;
    }

    /**
     * What was removed, and where something of the person stays for a while.
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
     * @throws NotFound where there is no such contact
     */
    public Erased contact(long id, @Nullable String requestedBy) {
        Found found = find(id).orElseThrow(() -> new NotFound("contact", String.valueOf(id)));
        Instant now = time.instant();
        Erased erased =
                transaction.execute(_ -> {
                    lock(found.phoneNumberId());
                    var person = forgetting.person(found.phoneNumberId(), found.contact(), now);
                    forgetting.tell(person);
                    return remove(found, person, requestedBy);
                });
        return published(found, erased);
    }

    /**
     * Erases a person whom somebody else asked to forget; what came after that time stays.
     * Repeated, it changes nothing.
     */
    void person(Person person) {
        List<Long> contacts = forgetting.contacts(person);
        for (long contact : contacts) {
            var found = new Found(person.phoneNumberId(), contact);
            Erased erased =
                    transaction.execute(_ -> {
                        lock(person.phoneNumberId());
                        return forgetting.spokeAfter(contact, person.erasedAt())
                                ? removeUpTo(found, person)
                                : remove(found, person, "whatsapp.erasures");
                    });
            published(found, erased);
        }
        if (contacts.isEmpty()) {
            transaction.executeWithoutResult(_ -> {
                lock(person.phoneNumberId());
                forgetting.remember(person);
                messages(forgetting.messages(person, 0));
                forgetting.rest(person);
            });
        }
    }

    private Erased published(Found found, @Nullable Erased erased) {
        Instant now = time.instant();
        feed.publish(
                new Change(Change.Kind.CONTACT_ERASED, found.phoneNumberId(), found.contact(), 0),
                now);
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
    private Erased removeUpTo(Found found, Person person) {
        forgetting.remember(person);
        List<Long> messages = forgetting.messages(person, found.contact());
        long pieces = messages(messages);
        forgetting.rest(person);
        recount(List.of(found.contact()));
        if (!messages.isEmpty()) {
            audit(
                    "CONTACT",
                    found.phoneNumberId(),
                    found.contact(),
                    messages.size(),
                    pieces,
                    "whatsapp.erasures");
        }
        return new Erased(messages.size(), pieces);
    }

    private void recount(List<Long> conversations) {
        database.execute(
                (ConnectionCallback<Boolean>)
                        connection -> {
                            ConversationTable.recount(connection, conversations);
                            return true;
                        });
    }

    private Erased remove(Found found, Person person, @Nullable String requestedBy) {
        long contact = found.contact();
        forgetting.remember(person);
        List<Long> messages = forgetting.messages(person, contact);
        List<Long> groups = forgetting.groups(messages, contact);
        long pieces = messages(messages);
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
        forgetting.rest(person);
        if (!groups.isEmpty()) {
            recount(groups);
        }
        audit("CONTACT", found.phoneNumberId(), contact, messages.size(), pieces, requestedBy);
        return new Erased(messages.size(), pieces);
    }

    /** Removes messages with all of theirs; their conversations are the caller's. */
    private long messages(List<Long> ids) {
        long pieces = 0;
        for (int from = 0; from < ids.size(); from += CHUNK) {
            Object chunk =
                    ids.subList(from, Math.min(ids.size(), from + CHUNK)).toArray(Long[]::new);
            for (String table : List.of("message_status s", "message_change s")) {
                database.update(
                        "delete from "
                                + table
                                + " using message m where m.id = any (?) and s.phone_number_id = m.phone_number_id and s."
                                + (table.startsWith("message_status") ? "wamid" : "target")
                                + " = m.wamid",
                        chunk);
            }
            List<Long> stored =
                    database.query(
                            "delete from media where message_id = any (?) returning message_id",
                            (row, _) -> row.getLong(1),
                            chunk);
            pieces += stored.size();
            media.remove(stored);
            database.update("delete from search_text where id = any (?)", chunk);
            database.update("delete from message where id = any (?)", chunk);
        }
        return pieces;
    }

    /**
     * Removes messages older than a time, a few threads and a chunk at a time, counts their
     * conversations again, and removes those that end up empty.
     *
     * @return how many messages went
     */
    long olderThan(Instant before) {
        long all = 0;
        long pieces = 0;
        for (List<Long> threads = threads(0); !threads.isEmpty(); ) {
            long last = threads.getLast();
            Erased step = removeOlder(threads, before);
            all += step.messages();
            pieces += step.media();
            if (step.messages() == 0) {
                threads = threads(last);
            }
        }
        if (all > 0) {
            audit("RETENTION", null, null, all, pieces, null);
        }
        return all;
    }

    private List<Long> threads(long after) {
        return database.query(
                "select id from conversation where id > ? order by id limit " + THREADS,
                (row, _) -> row.getLong(1),
                after);
    }

    private Erased removeOlder(List<Long> threads, Instant before) {
        Erased erased = transaction.execute(_ -> removeOlderNow(threads, before));
        return erased == null ? new Erased(0, 0) : erased;
    }

    private Erased removeOlderNow(List<Long> threads, Instant before) {
        List<Long> ids =
                database.query(
                        OLDER,
                        (row, _) -> row.getLong(1),
                        threads.toArray(Long[]::new),
                        Timestamp.from(before));
        if (ids.isEmpty()) {
            return new Erased(0, 0);
        }
        List<Long> conversations =
                database.query(
                        "select distinct conversation_id from message where id = any (?) and conversation_id is not null",
                        (row, _) -> row.getLong(1),
                        (Object) ids.toArray(Long[]::new));
        long pieces = messages(ids);
        recount(conversations);
        return new Erased(ids.size(), pieces);
    }

    private void audit(
            String kind,
            @Nullable String number,
            @Nullable Long contact,
            long messages,
            long pieces,
            @Nullable String requestedBy) {
        database.update(
                "insert into erasure_audit (at, kind, phone_number_id, contact_id, messages, media, requested_by)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                Timestamp.from(time.instant()),
                kind,
                number,
                contact,
                messages,
                pieces,
                requestedBy);
    }
}
