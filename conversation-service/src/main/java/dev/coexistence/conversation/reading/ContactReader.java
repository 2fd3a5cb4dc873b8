package dev.coexistence.conversation.reading;

import dev.coexistence.access.Caller;
import dev.coexistence.access.Scope;
import dev.coexistence.conversation.caller.CallerAccess;
import dev.coexistence.conversation.content.PhoneMask;
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
    /**
     * The contact that the one of an id has become, as SQL. A value by itself: behind the wall no
     * index answers a comparison with an expression that asks a table.
     */
    static final String CURRENT =
            "(select coalesce(x.merged_into, x.id) from contact x where x.id = ?)";

    private final JdbcTemplate database;
    private final CallerAccess access;

    ContactReader(JdbcTemplate database, CallerAccess access) {
        this.database = database;
        this.access = access;
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
            List<MergeView> merges) {

        ContactDetail maskPhones() {
            return new ContactDetail(
                    id,
                    phoneNumberId,
                    profileName,
                    addressBookName,
                    removedFromAddressBook,
                    username,
                    PhoneMask.number(phone),
                    marketing,
                    aliases.stream().map(AliasView::maskPhones).toList(),
                    merges.stream().map(MergeView::maskPhones).toList());
        }
    }

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
    public record AliasView(String kind, String value, @Nullable Instant since) {

        AliasView maskPhones() {
            return new AliasView(kind, maskPhone(kind, value), since);
        }
    }

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
            @Nullable Instant undoneAt) {

        MergeView maskPhones() {
            return new MergeView(
                    id,
                    mergedContact,
                    because,
                    aliases.stream().map(MergeView::maskPhone).toList(),
                    at,
                    undoneAt);
        }

        private static String maskPhone(String alias) {
            String kind = alias.substring(0, Math.max(0, alias.indexOf(':')));
            return kind + ':' + ContactReader.maskPhone(kind, alias.substring(kind.length() + 1));
        }
    }

    private static String maskPhone(String kind, String value) {
        return kind.equals("PHONE") ? String.valueOf(PhoneMask.number(value)) : value;
    }

    /** The contacts of a number, by id; those found by their names where a text is given. */
    public Page<ContactDetail> list(
            Caller caller,
            String phoneNumberId,
            @Nullable String text,
            @Nullable String cursor,
            int limit) {
        if (limit < 1 || limit > ConversationQuery.MAX_LIMIT) {
            throw new BadQuery("limit", "limit must be from 1 to " + ConversationQuery.MAX_LIMIT);
        }
        var values = new ArrayList<Object>(List.of(phoneNumberId, decodeCursor(cursor)));
        String found = "";
        if (text != null && !text.isBlank()) {
            var wanted = SearchCondition.meanings(text);
            found =
                    wanted.isEmpty() || !SearchCondition.mayFindContacts(caller, text)
                            ? " and false"
                            : " and k.id in (" + SearchTable.query(caller, wanted, values) + ")";
        }
        String owned = CallerAccess.condition(caller, "k.phone_number_id", values);
        String sql =
                "select k.id from contact k where k.phone_number_id = ? and k.id > ? and k.merged_into is null"
                        + found
                        + " and "
                        + owned
                        + " order by k.id limit "
                        + (limit + 1);
        Page<ContactDetail> page =
                access.within(
                        caller,
                        () -> {
                            List<Long> ids =
                                    database.query(
                                            sql, (row, _) -> row.getLong(1), values.toArray());
                            List<ContactDetail> items =
                                    ids.stream()
                                            .limit(limit)
                                            .map(id -> findInside(caller, id))
                                            .flatMap(Optional::stream)
                                            .toList();
                            return new Page<>(
                                    items, ids.size() > limit ? items.getLast().id() : null);
                        });
        access.noteList(
                caller,
                "contacts.list",
                page.items().stream().map(ContactDetail::phoneNumberId).toList());
        return new Page<>(
                page.items().stream().map(contact -> mask(caller, contact)).toList(),
                page.nextCursor());
    }

    /** One contact, also by the id of one that was merged into it. */
    public Optional<ContactDetail> find(Caller caller, long id) {
        Optional<ContactDetail> found = access.within(caller, () -> findInside(caller, id));
        found.ifPresent(contact ->
                access.noteLook(caller, "contact.look", contact.id(), contact.phoneNumberId()));
        return found.map(contact -> mask(caller, contact));
    }

    private static ContactDetail mask(Caller caller, ContactDetail contact) {
        return caller.may(Scope.CONTACTS_PHONE) ? contact : contact.maskPhones();
    }

    private Optional<ContactDetail> findInside(Caller caller, long id) {
        var values = new ArrayList<Object>(List.of(id));
        String owned = CallerAccess.condition(caller, "k.phone_number_id", values);
        return database
                .query(
                        "select k.* from contact k" + " where k.id = " + CURRENT + " and " + owned,
                        (row, _) -> read(row),
                        values.toArray())
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
