package dev.coexistence.conversation.page.connections;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.message.Sender;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Throughput of a number over the last minute, counted from its messages without the import. */
@Repository
class NumberThroughput {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String COUNT =
            """
            select count(*) filter (where m.evidence & ? <> 0) as api,
                   count(*) filter (where m.evidence & ? = 0 and m.evidence & ? <> 0) as others
              from conversation c join message m on m.conversation_id = c.id and m.occurred_at > ?
             where c.phone_number_id = ? and c.last_at > ?
            """;

    private final JdbcTemplate database;
    private final InstantSource time;

    /**
     * Messages of one minute.
     *
     * @param api sent by programs
     * @param others received, or sent from the app
     */
    record Count(long api, long others) {}

    NumberThroughput(JdbcTemplate database, InstantSource time) {
        this.database = database;
        this.time = time;
    }

    Count countLastMinute(Caller caller, String phoneNumberId) {
        Timestamp since = Timestamp.from(time.instant().minus(MINUTE));
        int live =
                Sender.APP.bit()
                        | Sender.META_AGENT.bit()
                        | Sender.STANDBY.bit()
                        | Sender.CUSTOMER.bit();
        return database.query(
                        COUNT,
                        (row, _) -> new Count(row.getLong("api"), row.getLong("others")),
                        Sender.API.bit(),
                        Sender.API.bit(),
                        live,
                        since,
                        phoneNumberId,
                        since)
                .getFirst();
    }
}
