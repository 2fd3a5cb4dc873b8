package dev.coexistence.conversation.reading;

import dev.coexistence.conversation.database.ResultCells;
import dev.coexistence.conversation.search.SearchCondition;
import dev.coexistence.conversation.search.SearchTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Queries of contacts. */
@Repository
public class ContactReader {
    private final JdbcTemplate database;

    ContactReader(JdbcTemplate database) {
        this.database = database;
    }

    /**
     * A contact in full.
     *
     * @param addressBookName as the owner calls it on the phone
     * @param removedFromAddressBook true where the owner deleted the entry
     * @param marketing null where they never said anything of it
     * @param merges contacts that turned out to be this one
     */
    public record ContactDetail(
            String id,
            String phoneNumberId,
            @Nullable String profileName,
            @Nullable String addressBookName,
            boolean removedFromAddressBook,
            @Nullable String username,
            @Nullable String phone,
            @Nullable MarketingView marketing,
            List<AliasView> aliases,
            List<MergeView> merges) {}

    /**
     * Last marketing preference that the contact told Meta.
     *
     * @param wish stop or resume
     */
    public record MarketingView(String wish, Instant at) {}

    /**
     * A name by which events speak of it.
     *
     * @param since from when on, for a phone number that changed hands; null for always
     */
    public record AliasView(String kind, String value, @Nullable Instant since) {}

    /**
     * A merge.
     *
     * @param because ONE_EVENT, CONTACT_SHARED, USER_ID_CHANGED or PHONE_CHANGED
     * @param aliases what the merged contact was known by
     */
    public record MergeView(
            String id,
            String mergedContact,
            String because,
            List<String> aliases,
            Instant at,
            @Nullable Instant undoneAt) {}

    /** The contacts of a number, by id; those found by their names where a text is given. */
    public Page<ContactDetail> list(
            String phoneNumberId, @Nullable String text, @Nullable String cursor, int limit) {
        if (limit < 1 || limit > ConversationQuery.MAX_LIMIT) {
            throw new BadQuery("limit", "limit must be from 1 to " + ConversationQuery.MAX_LIMIT);
        }
        var values = new ArrayList<Object>(List.of(phoneNumberId, decodeCursor(cursor)));
        String found = "";
        if (text != null && !text.isBlank()) {
            var wanted = SearchCondition.meanings(text);
            found =
                    wanted.isEmpty()
                            ? " and false"
                            : " and id in (select s.id from search_text s where "
                                    + SearchTable.condition(wanted, values)
                                    + ")";
        }
        List<Long> ids =
                database.query(
                        "select id from contact where phone_number_id = ? and id > ? and merged_into is null"
                                + found
                                + " order by id limit "
                                + (limit + 1),
                        (row, _) -> row.getLong(1),
                        values.toArray());
        boolean more = ids.size() > limit;
        List<ContactDetail> items =
                ids.stream().limit(limit).map(this::find).flatMap(Optional::stream).toList();
        return new Page<>(items, more ? items.getLast().id() : null);
    }

    /** One contact, also by the id of one that was merged into it. */
    public Optional<ContactDetail> find(long id) {
        return database
                .query(
                        "select * from contact where id = coalesce((select merged_into from contact where id = ?), ?)",
                        (row, _) -> read(row),
                        id,
                        id)
                .stream()
                .findFirst();
    }

    private ContactDetail read(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        String phone = row.getString("phone");
        return new ContactDetail(
                String.valueOf(id),
                row.getString("phone_number_id"),
                row.getString("profile_name"),
                row.getString("book_name"),
                row.getBoolean("book_removed"),
                row.getString("username"),
                phone == null ? null : "+" + phone,
                marketing(row),
                aliases(id),
                merges(id));
    }

    private static @Nullable MarketingView marketing(ResultSet row) throws SQLException {
        String wish = row.getString("marketing");
        return wish == null
                ? null
                : new MarketingView(wish, ResultCells.requireTime(row, "marketing_at"));
    }

    private List<AliasView> aliases(long contact) {
        return database.query(
                "select kind, value, since from contact_alias where contact_id = ? order by kind, value, since",
                (row, _) -> {
                    Instant since = ResultCells.requireTime(row, "since");
                    return new AliasView(
                            row.getString("kind"),
                            row.getString("value"),
                            since.equals(Instant.EPOCH) ? null : since);
                },
                contact);
    }

    private List<MergeView> merges(long contact) {
        return database.query(
                "select * from contact_merge where winner = ? order by id",
                (row, _) ->
                        new MergeView(
                                row.getString("id"),
                                row.getString("loser"),
                                row.getString("because"),
                                List.of((String[]) row.getArray("aliases").getArray()),
                                ResultCells.requireTime(row, "at"),
                                ResultCells.time(row, "undone_at")),
                contact);
    }

    private static long decodeCursor(@Nullable String cursor) {
        try {
            return cursor == null || cursor.isEmpty() ? 0 : Long.parseLong(cursor);
        } catch (NumberFormatException _) {
            throw new BadQuery("cursor", "The cursor is not one that this service gave out");
        }
    }
}
