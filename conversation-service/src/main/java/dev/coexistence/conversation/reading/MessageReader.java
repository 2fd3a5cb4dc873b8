package dev.coexistence.conversation.reading;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
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
            " order by m.occurred_at desc, m.received_at desc, m.id desc limit ?";

    private final JdbcTemplate database;
    private final GroupStatuses statuses;

    public MessageReader(JdbcTemplate database) {
        this.database = database;
        statuses = new GroupStatuses(database);
    }

    /** The messages of a thread, newest first. */
    public Page<MessageView> listThread(long conversation, @Nullable String cursor, int limit) {
        return listThread(conversation, cursor, limit, false);
    }

    /**
     * The messages of a thread, newest first.
     *
     * @param verbatim whether each carries Meta's own object
     */
    public Page<MessageView> listThread(
            long conversation, @Nullable String cursor, int limit, boolean verbatim) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new BadQuery("limit", "limit must be from 1 to " + MAX_LIMIT);
        }
        PageCursor from = PageCursor.decode(cursor);
        List<MessageView> found;
        if (from == null) {
            found =
                    database.query(
                            SELECT + "where m.conversation_id = ?" + ORDER,
                            (row, _) -> MessageViews.read(row, verbatim),
                            conversation,
                            limit + 1);
        } else {
            found =
                    database.query(
                            SELECT
                                    + "where m.conversation_id = ?"
                                    + " and (m.occurred_at, m.received_at, m.id) < (?, ?, ?)"
                                    + ORDER,
                            (row, _) -> MessageViews.read(row, verbatim),
                            conversation,
                            Timestamp.from(from.at()),
                            Timestamp.from(from.receivedAt()),
                            from.id(),
                            limit + 1);
        }
        if (found.size() <= limit) {
            return new Page<>(statuses.complete(found), null);
        }
        List<MessageView> items = statuses.complete(found.subList(0, limit));
        MessageView last = items.getLast();
        return new Page<>(
                items,
                new PageCursor(last.occurredAt(), last.receivedAt(), Long.parseLong(last.id()))
                        .encode());
    }

    public Optional<MessageView> find(long id) {
        return findAll(List.of(id)).stream().findFirst();
    }

    /** The messages of these ids that stand in a thread, in any order. */
    public List<MessageView> findAll(Collection<Long> ids) {
        return findAll(ids, false);
    }

    /**
     * The messages of these ids that stand in a thread, in any order.
     *
     * @param verbatim whether each carries Meta's own object
     */
    public List<MessageView> findAll(Collection<Long> ids, boolean verbatim) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return statuses.complete(
                database.query(
                        SELECT + "where m.id = any (?) and m.conversation_id is not null",
                        (row, _) -> MessageViews.read(row, verbatim),
                        (Object) new ArrayList<>(ids).toArray(Long[]::new)));
    }

    public Optional<MessageView> findByWamid(String phoneNumberId, String wamid) {
        return database
                .query(
                        SELECT
                                + "where m.phone_number_id = ? and m.wamid = ?"
                                + " and m.conversation_id is not null",
                        (row, _) -> MessageViews.read(row, false),
                        phoneNumberId,
                        wamid)
                .stream()
                .findFirst();
    }

    /** The message as Meta or the sender put it, verbatim. */
    public Optional<String> json(long id) {
        return database
                .query(
                        "select json from message where id = ? and json is not null",
                        (row, _) -> row.getString(1),
                        id)
                .stream()
                .findFirst();
    }
}
