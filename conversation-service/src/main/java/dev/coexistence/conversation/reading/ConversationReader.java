package dev.coexistence.conversation.reading;

import dev.coexistence.access.Caller;
import dev.coexistence.access.Scope;
import dev.coexistence.conversation.caller.CallerAccess;
import dev.coexistence.conversation.database.ResultCells;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.conversation.search.SearchCondition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Repository;

/** Queries of conversations. */
@Repository
public class ConversationReader {
    /**
     * Customer service window: 24 hours from the customer's last message (Meta: Cloud API, customer
     * service windows).
     */
    public static final Duration WINDOW = Duration.ofHours(24);

    private static final String COLUMNS =
            """
            select c.id, c.phone_number_id, c.last_message_id, c.last_at, c.last_received_at, c.unread,
                   c.in_message_id, c.in_at, i.wamid as in_wamid,
                   k.profile_name, k.book_name, k.username, k.phone,
                   case when k.marketing = 'stop' then k.marketing_at end as marketing_stopped_at,
                   a.bsuid, a.group_id
              from\s
            """;

    private static final String JOINS =
            """
             c
              join contact k on k.id = c.id
              left join lateral (
                select min(x.value) filter (where x.kind = 'BSUID') as bsuid,
                       min(x.value) filter (where x.kind = 'GROUP') as group_id
                  from contact_alias x where x.contact_id = c.id) a on true
              left join message i on i.id = c.in_message_id
            """;

    private static final String ORDER = " order by c.last_at desc, c.id desc limit ";

    private final CallerAccess access;
    private final MessageReader messages;
    private final GroupParticipants participants;
    private final InstantSource time;

    public ConversationReader(CallerAccess access, MessageReader messages, InstantSource time) {
        this.access = access;
        this.messages = messages;
        this.participants = new GroupParticipants(access);
        this.time = time;
    }

    /** The conversations, newest first. */
    public Page<ConversationView> list(Caller caller, ConversationQuery query) {
        Page<ConversationView> page = load(caller, query);
        access.noteList(
                caller,
                "threads.list",
                page.items().stream().map(ConversationView::phoneNumberId).toList());
        return new Page<>(mask(caller, page.items()), page.nextCursor());
    }

    private Page<ConversationView> load(Caller caller, ConversationQuery query) {
        Instant now = time.instant();
        var values = new ArrayList<Object>();
        List<Found> found =
                access.query(
                        caller,
                        sql(caller, query, values),
                        (row, _) -> read(row, now),
                        values.toArray());
        boolean more = found.size() > query.limit();
        List<Found> page = more ? found.subList(0, query.limit()) : found;
        String next = null;
        if (more) {
            ConversationView last = page.getLast().view();
            Instant at = last.lastAt();
            next =
                    at == null
                            ? null
                            : new PageCursor(at, Instant.EPOCH, Long.parseLong(last.id())).encode();
        }
        return new Page<>(addLastMessages(caller, page), next);
    }

    private static List<ConversationView> mask(Caller caller, List<ConversationView> found) {
        return caller.may(Scope.CONTACTS_PHONE)
                ? found
                : found.stream().map(ConversationView::maskPhones).toList();
    }

    /**
     * The question as SQL, with its values in order. A tenant's has a plan that is kept: it finds
     * the page in the tenant's own index, looks up what is shown beside for that page alone, and
     * has its limit in the text, as no plan is good for any.
     */
    String sql(Caller caller, ConversationQuery query, List<Object> values) {
        String where = where(conditions(caller, query, values));
        int limit = query.limit() + 1;
        if (caller.tenant() == null) {
            values.add(limit);
            return COLUMNS + "conversation" + JOINS + where + ORDER + "?";
        }
        return COLUMNS
                + "(select c.* from conversation c"
                + where
                + ORDER
                + limit
                + ")"
                + JOINS
                + ORDER
                + limit;
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    private List<String> conditions(Caller caller, ConversationQuery query, List<Object> values) {
        var conditions = new ArrayList<String>();
        if (caller.tenant() != null) {
            conditions.add(CallerAccess.ownCondition(caller, "c.tenant", values));
        }
        if (query.phoneNumberId() != null) {
            conditions.add("c.phone_number_id = ?");
            values.add(query.phoneNumberId());
        }
        if (query.unread() != null) {
            conditions.add(query.unread() ? "c.has_unread" : "not c.has_unread");
        }
        if (query.window() != null) {
            conditions.add(query.window() ? "c.in_at > ?" : "(c.in_at is null or c.in_at <= ?)");
            values.add(Timestamp.from(time.instant().minus(WINDOW)));
        }
        SearchCondition.add(caller, query.text(), conditions, values);
        PageCursor from = PageCursor.decode(query.cursor());
        if (from != null) {
            conditions.add("(c.last_at, c.id) < (?, ?)");
            values.add(Timestamp.from(from.at()));
            values.add(from.id());
        }
        return conditions;
    }

    /** One conversation, also by the id of a contact that has been merged into another. */
    public Optional<ConversationView> find(Caller caller, long id) {
        List<ConversationView> found = load(caller, id);
        found.forEach(view ->
                access.noteLook(caller, CallerAccess.THREAD_LOOK, view.id(), view.phoneNumberId()));
        return mask(caller, found).stream().findFirst();
    }

    /**
     * One conversation of the caller's, to be written to: with its phone numbers, which are for the
     * command and not for the caller.
     */
    public Optional<ConversationView> findAddress(Caller caller, long id) {
        return load(caller, id).stream().findFirst();
    }

    private List<ConversationView> load(Caller caller, long id) {
        Instant now = time.instant();
        var values = new ArrayList<Object>();
        String sql = sql(caller, id, values);
        return addLastMessages(
                caller, access.query(caller, sql, (row, _) -> read(row, now), values.toArray()));
    }

    /** The question for one conversation as SQL, with its values in order. */
    static String sql(Caller caller, long id, List<Object> values) {
        values.add(id);
        return COLUMNS
                + "conversation"
                + JOINS
                + " where c.id = "
                + ContactReader.CURRENT
                + " and "
                + CallerAccess.ownCondition(caller, "c.tenant", values);
    }

    /** A row without its last message, which is fetched for the whole page at once. */
    private record Found(ConversationView view, long lastMessage) {}

    private static Found read(ResultSet row, Instant now) throws SQLException {
        String group = row.getString("group_id");
        boolean inGroup = group != null && new Peer(null, null, null, null, group, null).isGroup();
        var view =
                new ConversationView(
                        row.getString("id"),
                        row.getString("phone_number_id"),
                        inGroup ? ConversationView.GROUP : ConversationView.DIRECT,
                        inGroup ? null : contact(row),
                        inGroup ? new GroupView(group, List.of()) : null,
                        null,
                        ResultCells.time(row, "last_at"),
                        row.getInt("unread"),
                        window(row, now));
        return new Found(view, row.getLong("last_message_id"));
    }

    private static ContactView contact(ResultSet row) throws SQLException {
        String phone = row.getString("phone");
        String book = row.getString("book_name");
        return new ContactView(
                row.getString("id"),
                book != null ? book : row.getString("profile_name"),
                phone == null ? null : "+" + phone,
                row.getString("username"),
                row.getString("bsuid"),
                ResultCells.time(row, "marketing_stopped_at"));
    }

    private static WindowView window(ResultSet row, Instant now) throws SQLException {
        Instant openedAt = ResultCells.time(row, "in_at");
        if (openedAt == null) {
            return new WindowView(false, null, null, null, "NEVER_OPENED");
        }
        Instant until = openedAt.plus(WINDOW);
        boolean open = now.isBefore(until);
        return new WindowView(
                open,
                until,
                row.getString("in_message_id"),
                row.getString("in_wamid"),
                open ? "OPEN" : "EXPIRED");
    }

    private List<ConversationView> addLastMessages(Caller caller, Collection<Found> found) {
        Map<String, MessageView> last =
                messages
                        .loadInside(caller, found.stream().map(Found::lastMessage).toList())
                        .stream()
                        .collect(Collectors.toMap(MessageView::id, Function.identity()));
        Map<Long, List<MessageView.Author>> writers =
                participants.load(
                        caller,
                        found.stream()
                                .map(Found::view)
                                .filter(ConversationView::inGroup)
                                .map(view -> Long.valueOf(view.id()))
                                .toList());
        return found.stream()
                .map(f -> {
                    ConversationView v = f.view();
                    GroupView group = v.group();
                    return new ConversationView(
                            v.id(),
                            v.phoneNumberId(),
                            v.kind(),
                            v.contact(),
                            group == null
                                    ? null
                                    : new GroupView(
                                            group.id(),
                                            writers.getOrDefault(Long.valueOf(v.id()), List.of())),
                            last.get(String.valueOf(f.lastMessage())),
                            v.lastAt(),
                            v.unread(),
                            v.window());
                })
                .toList();
    }
}
