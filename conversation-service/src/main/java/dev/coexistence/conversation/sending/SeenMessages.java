package dev.coexistence.conversation.sending;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.caller.CallerAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Query of what a reader of a thread has seen of its customer. */
@Repository
class SeenMessages {
    private static final String NEWEST =
            """
            select m.id, m.phone_number_id, m.wamid, c.unread > 0 as news
              from message m join conversation c on c.id = m.conversation_id
             where m.conversation_id = ? and m.direction = 'IN' and m.evidence & 68 <> 0
               and m.type <> 'system' and m.wamid is not null and %s and %s
             order by m.occurred_at desc, m.received_at desc, m.id desc limit 1
            """;

    private static final String UP_TO =
            """
            (m.occurred_at, m.received_at, m.id) <= (select u.occurred_at, u.received_at, u.id
               from message u where u.id = ? and u.conversation_id = m.conversation_id)\
            """;

    private final JdbcTemplate database;
    private final CallerAccess access;

    SeenMessages(JdbcTemplate database, CallerAccess access) {
        this.database = database;
        this.access = access;
    }

    /**
     * The newest of the customer's messages that a reader has seen.
     *
     * @param wamid Meta's id of it, with the phone number that it carries: not for the caller
     * @param news whether anything of the thread is unread
     */
    record SeenMessage(long id, String phoneNumberId, String wamid, boolean news) {}

    /**
     * The customer's newest live message in a thread.
     *
     * @param conversation a thread's own id, and not that of one which became part of another
     * @param upTo id of the newest message that was shown, of whichever side; null for all. A
     *     message of another thread finds nothing
     */
    Optional<SeenMessage> findNewest(Caller caller, long conversation, @Nullable Long upTo) {
        var values = new ArrayList<Object>(List.of(conversation));
        if (upTo != null) {
            values.add(upTo);
        }
        String sql =
                NEWEST.formatted(
                        upTo == null ? "true" : UP_TO,
                        CallerAccess.condition(caller, "m.phone_number_id", values));
        return access.within(
                caller,
                () ->
                        database
                                .query(
                                        sql,
                                        (row, _) ->
                                                new SeenMessage(
                                                        row.getLong("id"),
                                                        row.getString("phone_number_id"),
                                                        row.getString("wamid"),
                                                        row.getBoolean("news")),
                                        values.toArray())
                                .stream()
                                .findFirst());
    }
}
