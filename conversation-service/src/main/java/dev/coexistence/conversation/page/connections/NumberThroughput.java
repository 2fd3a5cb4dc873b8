package dev.coexistence.conversation.page.connections;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.caller.CallerAccess;
import dev.coexistence.conversation.message.Sender;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Messages of the last minute that customers wrote or that were sent from the app, without the
 * import.
 */
@Repository
class NumberThroughput {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String COUNT =
            """
            select count(*) filter (where m.evidence & ? = 0 and m.evidence & ? <> 0)
              from conversation c join message m on m.conversation_id = c.id and m.occurred_at > ?
             where c.phone_number_id = ? and c.last_at > ? and\s
            """;

    private final JdbcTemplate database;
    private final CallerAccess access;
    private final InstantSource time;

    NumberThroughput(JdbcTemplate database, CallerAccess access, InstantSource time) {
        this.database = database;
        this.access = access;
        this.time = time;
    }

    long countLastMinute(Caller caller, String phoneNumberId) {
        Timestamp since = Timestamp.from(time.instant().minus(MINUTE));
        int live =
                Sender.APP.bit()
                        | Sender.META_AGENT.bit()
                        | Sender.STANDBY.bit()
                        | Sender.CUSTOMER.bit();
        var values = new ArrayList<Object>();
        values.addAll(List.of(Sender.API.bit(), live));
        values.addAll(List.of(since, phoneNumberId, since));
        String owned = CallerAccess.condition(caller, "c.phone_number_id", values);
        Long count =
                access.within(
                        caller,
                        () -> database.queryForObject(COUNT + owned, Long.class, values.toArray()));
        return count == null ? 0 : count;
    }
}
