package dev.coexistence.conversation.contact;

import dev.coexistence.conversation.contact.ContactNames.Book;
import dev.coexistence.conversation.contact.ContactNames.RecordedName;
import dev.coexistence.conversation.database.ArrayParameters;
import dev.coexistence.conversation.database.ResultCells;
import dev.coexistence.database.ColumnBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of contacts and their aliases. */
final class ContactTable {
    private static final ColumnBatch<NewAlias> ALIASES =
            ColumnBatch.<NewAlias>into("contact_alias")
                    .text("phone_number_id", a -> a.key().phoneNumberId())
                    .text("kind", a -> a.key().alias().kind().name())
                    .text("value", a -> a.key().alias().value())
                    .time("since", NewAlias::since)
                    .bigint("contact_id", NewAlias::contact)
                    .time("first_at", NewAlias::firstAt);

    private static final ColumnBatch<Map.Entry<Long, ContactNames>> NAMES =
            ColumnBatch.<Map.Entry<Long, ContactNames>>into("contact")
                    .bigint("id", Map.Entry::getKey)
                    .text("profile_name", e -> value(e.getValue().profile()))
                    .time("profile_name_at", e -> timeOf(e.getValue().profile()))
                    .text("book_name", e -> partOf(e.getValue().book(), Book::fullName))
                    .text("book_first_name", e -> partOf(e.getValue().book(), Book::firstName))
                    .bool(
                            "book_removed",
                            e -> {
                                Book book = e.getValue().book();
                                return book != null && book.removed();
                            })
                    .time("book_at", e -> partOf(e.getValue().book(), Book::at))
                    .text("username", e -> value(e.getValue().username()))
                    .time("username_at", e -> timeOf(e.getValue().username()))
                    .text("phone", e -> value(e.getValue().phone()))
                    .time("phone_at", e -> timeOf(e.getValue().phone()))
                    .text("marketing", e -> value(e.getValue().marketing()))
                    .time("marketing_at", e -> timeOf(e.getValue().marketing()))
                    .text("told", e -> NamesJson.write(e.getValue()));

    private ContactTable() {}

    record StoredAlias(AliasKey key, Instant since, long contact, @Nullable Instant firstAt) {}

    record NewAlias(AliasKey key, Instant since, long contact, @Nullable Instant firstAt) {}

    static List<StoredAlias> aliases(Connection connection, Collection<AliasKey> keys)
            throws SQLException {
        var found = new ArrayList<StoredAlias>();
        if (keys.isEmpty()) {
            return found;
        }
        String sql =
                """
                select a.* from contact_alias a
                  join unnest(?::text[], ?::text[], ?::text[]) as k(n, kind, value)
                    on a.phone_number_id = k.n and a.kind = k.kind and a.value = k.value
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1,
                    ArrayParameters.texts(
                            connection, keys.stream().map(AliasKey::phoneNumberId).toList()));
            statement.setArray(
                    2,
                    ArrayParameters.texts(
                            connection, keys.stream().map(k -> k.alias().kind().name()).toList()));
            statement.setArray(
                    3,
                    ArrayParameters.texts(
                            connection, keys.stream().map(k -> k.alias().value()).toList()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(
                            new StoredAlias(
                                    new AliasKey(
                                            row.getString("phone_number_id"),
                                            new Alias(
                                                    Alias.Kind.valueOf(row.getString("kind")),
                                                    row.getString("value"))),
                                    ResultCells.requireTime(row, "since"),
                                    row.getLong("contact_id"),
                                    ResultCells.time(row, "first_at")));
                }
            }
        }
        return found;
    }

    /** Every name of a contact, with the time for which it is theirs. */
    static List<ContactSplit.Node> nodes(Connection connection, long contact) throws SQLException {
        var found = new ArrayList<ContactSplit.Node>();
        String sql =
                """
                select a.*, (select min(b.since) from contact_alias b
                    where b.phone_number_id = a.phone_number_id and b.kind = a.kind
                      and b.value = a.value and b.since > a.since) as until
                  from contact_alias a where a.contact_id = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, contact);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Instant until = ResultCells.time(row, "until");
                    found.add(
                            new ContactSplit.Node(
                                    new Alias(
                                            Alias.Kind.valueOf(row.getString("kind")),
                                            row.getString("value")),
                                    ResultCells.requireTime(row, "since"),
                                    until == null ? Instant.MAX : until,
                                    ResultCells.time(row, "first_at")));
                }
            }
        }
        return found;
    }

    static Map<Long, ContactNames> names(Connection connection, Collection<Long> contacts)
            throws SQLException {
        var names = new HashMap<Long, ContactNames>();
        if (contacts.isEmpty()) {
            return names;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("select * from contact where id = any (?)")) {
            statement.setArray(1, ArrayParameters.numbers(connection, contacts));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    names.put(row.getLong("id"), read(row));
                }
            }
        }
        return names;
    }

    static void insert(Connection connection, Collection<Long> contacts, Map<Long, String> numberOf)
            throws SQLException {
        ColumnBatch.<Long>into("contact")
                .bigint("id", id -> id)
                .text("phone_number_id", numberOf::get)
                .insert(connection, contacts, "");
    }

    static void insertAliases(Connection connection, Collection<NewAlias> aliases)
            throws SQLException {
        var last = new LinkedHashMap<List<Object>, NewAlias>();
        aliases.forEach(alias -> last.put(List.of(alias.key(), alias.since()), alias));
        ALIASES.insert(
                connection,
                last.values(),
                "on conflict (phone_number_id, kind, value, since)"
                        + " do update set contact_id = excluded.contact_id, first_at = excluded.first_at");
    }

    static void update(Connection connection, Map<Long, ContactNames> names) throws SQLException {
        NAMES.update(connection, names.entrySet(), 1);
    }

    static void delete(Connection connection, Collection<Long> contacts) throws SQLException {
        for (String sql :
                List.of(
                        "delete from contact_alias where contact_id = any (?)",
                        "delete from search_text where id = any (?)",
                        "delete from contact where id = any (?)")) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, ArrayParameters.numbers(connection, contacts));
                statement.executeUpdate();
            }
        }
    }

    static boolean haveBsuid(Connection connection, Collection<Long> contacts) throws SQLException {
        String sql =
                "select 1 from contact_alias where contact_id = any (?) and kind = 'BSUID' limit 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, ArrayParameters.numbers(connection, contacts));
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** True where people said that these two are not one, whatever events say. */
    static boolean areSeparated(Connection connection, long lower, long higher)
            throws SQLException {
        String sql = "select 1 from contact_separation where lower_id = ? and higher_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, lower);
            statement.setLong(2, higher);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Moves everything of the losers to the winners, and records it. */
    static void merge(Connection connection, List<ContactMerge> merges) throws SQLException {
        for (ContactMerge merge : merges) {
            record(connection, merge);
            run(connection, "update contact_alias set contact_id = ? where contact_id = ?", merge);
            run(connection, "update contact set merged_into = ? where id = ?", merge);
            run(connection, "update contact set merged_into = ? where merged_into = ?", merge);
            run(
                    connection,
                    "update message set conversation_id = ? where conversation_id = ?",
                    merge);
        }
    }

    /** Keeps with the merge which aliases were the loser's, so that it can be taken back. */
    private static void record(Connection connection, ContactMerge merge) throws SQLException {
        String sql =
                """
                insert into contact_merge (phone_number_id, winner, loser, because, at, aliases)
                select ?, ?, ?, ?, ?::timestamptz, array(
                  select kind || ':' || value from contact_alias where contact_id = ? order by 1)
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, merge.phoneNumberId());
            statement.setLong(2, merge.winner());
            statement.setLong(3, merge.loser());
            statement.setString(4, merge.because());
            statement.setString(5, merge.at().toString());
            statement.setLong(6, merge.loser());
            statement.executeUpdate();
        }
    }

    private static void run(Connection connection, String sql, ContactMerge merge)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, merge.winner());
            statement.setLong(2, merge.loser());
            statement.executeUpdate();
        }
    }

    private static ContactNames read(ResultSet row) throws SQLException {
        Instant bookAt = ResultCells.time(row, "book_at");
        var columns =
                new ContactNames(
                        readName(row, "profile_name"),
                        bookAt == null
                                ? null
                                : new Book(
                                        bookAt,
                                        row.getString("book_name"),
                                        row.getString("book_first_name"),
                                        row.getBoolean("book_removed")),
                        readName(row, "username"),
                        readName(row, "phone"),
                        readName(row, "marketing"));
        return NamesJson.complete(columns, row.getString("told"));
    }

    private static @Nullable RecordedName readName(ResultSet row, String name) throws SQLException {
        Instant at = ResultCells.time(row, name + "_at");
        return at == null ? null : new RecordedName(at, row.getString(name));
    }

    private static @Nullable String value(@Nullable RecordedName told) {
        return told == null ? null : told.value();
    }

    private static @Nullable Instant timeOf(@Nullable RecordedName told) {
        return told == null ? null : told.at();
    }

    private static <A> @Nullable Object partOf(@Nullable A whole, ColumnBatch.Value<A> part) {
        return whole == null ? null : part.of(whole);
    }
}
