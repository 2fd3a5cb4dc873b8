package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.contact.CanonicalPhone;
import dev.coexistence.conversation.contact.ContactNames;
import dev.coexistence.conversation.database.ArrayParameters;
import dev.coexistence.conversation.fact.Fact;
import dev.coexistence.conversation.fact.Fact.SameUser;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.conversation.projection.number.NumberTable;
import dev.coexistence.conversation.search.SearchTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Backfill of rows that were stored before texts were folded and phone numbers spelled as they are
 * now: a chunk at a time, one instance at a time, beside the projector and under its locks.
 * Progress is kept in the table {@code rereading}; a restart goes on there.
 */
class ProjectionBackfill {
    static final String MESSAGES = "search.messages";
    static final String CONTACTS = "search.contacts";
    static final String PHONES = "phones";

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionBackfill.class);
    private static final int CHUNK = 500;
    private static final int CHUNKS_AT_ONCE = 10;

    private static final Map<String, String> SEARCHED =
            Map.of(
                    MESSAGES,
                    "select id, case when revoked_at is not null then '' when edited_at is null then body"
                            + " else edit_body end as text from message where id = any (?)"
                            + " and conversation_id is not null",
                    CONTACTS,
                    "select id, profile_name, book_name, book_first_name, username, phone from contact"
                            + " where id = any (?) and merged_into is null");

    private final JdbcTemplate database;
    private final TransactionTemplate transaction;
    private final Projector projector;

    ProjectionBackfill(
            JdbcTemplate database, TransactionTemplate transaction, Projector projector) {
        this.database = database;
        this.transaction = transaction;
        this.projector = projector;
    }

    private record Place(long at, long last) {}

    private record Row(long id, String phoneNumberId) {}

    private record Spelled(String phoneNumberId, String phone, Instant at) {}

    @Scheduled(initialDelay = 5_000, fixedDelay = 1_000)
    void work() {
        try {
            for (String name : List.of(PHONES, CONTACTS, MESSAGES)) {
                for (int i = 0; i < CHUNKS_AT_ONCE && step(name); i++) {}
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.atInfo()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("The database does not answer: the backfill waits for it");
        }
    }

    /**
     * One chunk.
     *
     * @return whether there may be more
     */
    boolean step(String name) {
        return name.equals(PHONES) ? spell() : refold(name);
    }

    private boolean refold(String name) {
        return Boolean.TRUE.equals(
                transaction.execute(_ ->
                        database.execute(
                                (ConnectionCallback<Boolean>)
                                        connection -> refold(connection, name))));
    }

    private boolean refold(Connection connection, String name) throws SQLException {
        Place place = place(name);
        if (place == null) {
            return false;
        }
        List<Row> rows = rows(name.equals(MESSAGES) ? "message" : "contact", place);
        var numbers = new TreeSet<String>();
        rows.forEach(row -> numbers.add(row.phoneNumberId()));
        NumberTable.lock(connection, numbers);
        SearchTable.save(connection, texts(connection, name, rows));
        return advance(name, rows.isEmpty() ? place.last() : rows.getLast().id(), place);
    }

    private List<Row> rows(String table, Place place) {
        return database.query(
                "select id, phone_number_id from "
                        + table
                        + " where id > ? and id <= ? order by id limit "
                        + CHUNK,
                (row, _) -> new Row(row.getLong(1), row.getString(2)),
                place.at(),
                place.last());
    }

    /** Read after the numbers are locked: nobody changes them meanwhile. */
    private static Map<Long, String> texts(Connection connection, String name, List<Row> rows)
            throws SQLException {
        var texts = new HashMap<Long, String>();
        try (PreparedStatement statement =
                connection.prepareStatement(String.valueOf(SEARCHED.get(name)))) {
            statement.setArray(
                    1, ArrayParameters.numbers(connection, rows.stream().map(Row::id).toList()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String text = name.equals(MESSAGES) ? row.getString("text") : names(row).line();
                    texts.put(row.getLong("id"), text == null ? "" : text);
                }
            }
        }
        return texts;
    }

    private static ContactNames names(ResultSet row) throws SQLException {
        return new ContactNames(
                readName(row.getString("profile_name")),
                new ContactNames.Book(
                        Instant.EPOCH,
                        row.getString("book_name"),
                        row.getString("book_first_name"),
                        false),
                readName(row.getString("username")),
                readName(row.getString("phone")),
                null);
    }

    private static ContactNames.@Nullable RecordedName readName(@Nullable String name) {
        return name == null ? null : new ContactNames.RecordedName(Instant.EPOCH, name);
    }

    /** Joins whom two spellings of one number made two, as if one event had named both. */
    private boolean spell() {
        List<List<Fact>> facts = new ArrayList<>();
        Boolean more =
                transaction.execute(_ -> {
                    Place place = place(PHONES);
                    if (place == null) {
                        return false;
                    }
                    List<Long> contacts =
                            database.query(
                                    "select distinct contact_id from contact_alias where contact_id > ?"
                                            + " and contact_id <= ? order by 1 limit "
                                            + CHUNK,
                                    (row, _) -> row.getLong(1),
                                    place.at(),
                                    place.last());
                    for (Spelled spelled : findSpellings(contacts)) {
                        String today = CanonicalPhone.normalize(spelled.phone());
                        if (today != null && !today.equals(spelled.phone())) {
                            facts.add(
                                    List.of(
                                            new SameUser(
                                                    spelled.phoneNumberId(),
                                                    Peer.NOBODY.withPhone(spelled.phone()),
                                                    Peer.NOBODY.withPhone(today),
                                                    spelled.at())));
                        }
                    }
                    projector.project(facts);
                    return advance(
                            PHONES, contacts.isEmpty() ? place.last() : contacts.getLast(), place);
                });
        return Boolean.TRUE.equals(more);
    }

    private List<Spelled> findSpellings(List<Long> contacts) {
        return database.query(
                "select phone_number_id, value, greatest(since, coalesce(first_at, since)) from contact_alias"
                        + " where contact_id = any (?) and kind = 'PHONE' order by contact_id, value, since",
                (row, _) ->
                        new Spelled(
                                row.getString(1),
                                row.getString(2),
                                row.getTimestamp(3).toInstant()),
                (Object) contacts.toArray(Long[]::new));
    }

    /** Next place; null where it is done, or another instance works on it. */
    private @Nullable Place place(String name) {
        return database
                .query(
                        "select place, last from rereading where name = ? and place < last"
                                + " for update skip locked",
                        (row, _) -> new Place(row.getLong(1), row.getLong(2)),
                        name)
                .stream()
                .findFirst()
                .orElse(null);
    }

    private boolean advance(String name, long to, Place from) {
        database.update("update rereading set place = ? where name = ?", to, name);
        if (to >= from.last()) {
            LOG.atInfo().addKeyValue("what", name).log("The backfill of stored rows is complete");
        }
        return to < from.last();
    }
}
