package dev.coexistence.conversation.reading;

import dev.coexistence.access.Caller;
import dev.coexistence.access.Scope;
import dev.coexistence.conversation.caller.CallerAccess;
import dev.coexistence.conversation.content.PhoneMask;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Queries of messages. */
@Repository
public class MessageReader {
    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 200;
    private static final String SELECT =
            "select m.*, d.state as media_state, d.problem as media_problem from message m"
                    + " left join media d on d.message_id = m.id ";
    private static final String ORDER =
            " order by m.occurred_at desc, m.received_at desc, m.id desc limit ";

    private final CallerAccess access;
    private final GroupStatuses statuses;

    public MessageReader(CallerAccess access) {
        this.access = access;
        statuses = new GroupStatuses(access);
    }

    /** The messages of a thread, newest first. */
    public Page<MessageView> listThread(
            Caller caller, long conversation, @Nullable String cursor, int limit) {
        return listThread(caller, conversation, cursor, limit, false);
    }

    /**
     * The messages of a thread, newest first.
     *
     * @param verbatim whether each carries Meta's own object, where the caller may see phone
     *     numbers
     */
    public Page<MessageView> listThread(
            Caller caller,
            long conversation,
            @Nullable String cursor,
            int limit,
            boolean verbatim) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new BadQuery("limit", "limit must be from 1 to " + MAX_LIMIT);
        }
        PageCursor from = PageCursor.decode(cursor);
        var values = new ArrayList<Object>(List.of(conversation));
        var conditions = new StringBuilder("m.conversation_id = ?");
        if (from != null) {
            conditions.append(" and (m.occurred_at, m.received_at, m.id) < (?, ?, ?)");
            values.add(Timestamp.from(from.at()));
            values.add(Timestamp.from(from.receivedAt()));
            values.add(from.id());
        }
        if (caller.tenant() != null) {
            // Asked once, not for each message.
            conditions.append(" and exists (select from conversation c where c.id = ? and ");
            values.add(conversation);
            conditions.append(CallerAccess.ownCondition(caller, "c.tenant", values)).append(')');
        }
        List<MessageView> found =
                query(caller, conditions.toString(), values, ORDER + (limit + 1), verbatim);
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<MessageView> items = found.subList(0, limit);
        MessageView last = items.getLast();
        return new Page<>(
                items,
                new PageCursor(last.occurredAt(), last.receivedAt(), Long.parseLong(last.id()))
                        .encode());
    }

    public Optional<MessageView> find(Caller caller, long id) {
        return findAll(caller, List.of(id)).stream().findFirst();
    }

    /** The messages of these ids that stand in a thread, in any order. */
    public List<MessageView> findAll(Caller caller, Collection<Long> ids) {
        return findAll(caller, ids, false);
    }

    /**
     * The messages of these ids that stand in a thread, in any order.
     *
     * @param verbatim whether each carries Meta's own object, where the caller may see phone
     *     numbers
     */
    public List<MessageView> findAll(Caller caller, Collection<Long> ids, boolean verbatim) {
        return ids.isEmpty()
                ? List.of()
                : queryOwn(
                        caller,
                        "m.id = any (?) and m.conversation_id is not null",
                        new ArrayList<>(List.of((Object) ids.toArray(Long[]::new))),
                        verbatim);
    }

    /** The message of that id of Meta's; none for a masked one. */
    public Optional<MessageView> findByWamid(Caller caller, String phoneNumberId, String wamid) {
        return queryOwn(
                        caller,
                        "m.phone_number_id = ? and m.wamid = ? and m.conversation_id is not null",
                        new ArrayList<>(List.of(phoneNumberId, wamid)),
                        false)
                .stream()
                .findFirst();
    }

    /** The message that this one answers, also for who sees masked ids. */
    public Optional<MessageView> findQuoted(Caller caller, MessageView answer) {
        return queryOwn(
                        caller,
                        "m.conversation_id is not null and (m.phone_number_id, m.wamid) in"
                                + " (select a.phone_number_id, a.replies_to from message a where a.id = ?)",
                        new ArrayList<>(List.of(Long.parseLong(answer.id()))),
                        false)
                .stream()
                .findFirst();
    }

    /** Meta's id of a message of a thread, by its masked one; of the newest thousand. */
    public Optional<String> unmask(Caller caller, long conversation, String masked) {
        return access
                .query(
                        caller,
                        "select wamid from message where conversation_id = ? and wamid is not null"
                                + " order by occurred_at desc, received_at desc, id desc limit 1000",
                        (row, _) -> row.getString(1),
                        conversation)
                .stream()
                .filter(wamid -> masked.equals(PhoneMask.messageId(wamid)))
                .findFirst();
    }

    /**
     * The message as Meta or the sender put it, verbatim; empty also for who may not see phone
     * numbers.
     */
    public Optional<String> json(Caller caller, long id) {
        return findAll(caller, List.of(id), true).isEmpty() || !caller.may(Scope.CONTACTS_PHONE)
                ? Optional.empty()
                : access
                        .query(
                                caller,
                                "select json from message where id = ? and json is not null",
                                (row, _) -> row.getString(1),
                                id)
                        .stream()
                        .findFirst();
    }

    /** The messages of these ids, whosever they are; for jobs, never for an answer. */
    public List<MessageView> loadForJobs(Collection<Long> ids, boolean verbatim) {
        return load(Caller.open(), ids, verbatim);
    }

    /** Messages of rows that were the caller's already; their looks are not noted. */
    List<MessageView> loadInside(Caller caller, Collection<Long> ids) {
        return load(caller, ids, false);
    }

    private List<MessageView> load(Caller caller, Collection<Long> ids, boolean verbatim) {
        return ids.isEmpty()
                ? List.of()
                : load(
                        caller,
                        "m.id = any (?) and m.conversation_id is not null",
                        List.of((Object) ids.toArray(Long[]::new)),
                        "",
                        verbatim);
    }

    /** Messages of the caller's numbers. */
    private List<MessageView> queryOwn(
            Caller caller, String conditions, List<Object> values, boolean verbatim) {
        String owned = CallerAccess.condition(caller, "m.phone_number_id", values);
        return query(caller, conditions + " and " + owned, values, "", verbatim);
    }

    private List<MessageView> query(
            Caller caller, String conditions, List<Object> values, String order, boolean verbatim) {
        boolean open = caller.may(Scope.CONTACTS_PHONE);
        List<MessageView> found = load(caller, conditions, values, order, verbatim && open);
        if (CallerAccess.isOperator(caller)) {
            noteLooks(caller, found);
        }
        return open ? found : found.stream().map(MessageView::maskPhones).toList();
    }

    private void noteLooks(Caller caller, List<MessageView> found) {
        found.stream()
                .collect(
                        Collectors.toMap(
                                MessageView::conversationId,
                                MessageView::phoneNumberId,
                                (one, _) -> one))
                .forEach((thread, number) ->
                        access.noteLook(caller, CallerAccess.THREAD_LOOK, thread, number));
    }

    private List<MessageView> load(
            Caller caller, String conditions, List<Object> values, String order, boolean verbatim) {
        return statuses.complete(
                caller,
                access.query(
                        caller,
                        SELECT + "where " + conditions + order,
                        (row, _) -> MessageViews.read(row, verbatim),
                        values.toArray()));
    }
}
