package dev.coexistence.connection.record;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Ends of the tokens of live connections, as Meta told them last. */
@Component
public class TokenLives {
    private static final String LIVE_WITH_TOKEN =
            "c.encrypted_token is not null and c.state in ('CONNECTED', 'SUSPENDED', 'DISCONNECTING')";

    private final JdbcClient jdbc;

    public TokenLives(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** End of a number's token. */
    public record DatedToken(String phoneNumberId, Instant endsAt) {}

    /**
     * Tokens of live connections, each once.
     *
     * @param withinWeek those that end before the given time, or have ended
     * @param later those that end after it
     * @param never those that do not end
     * @param unknown those of which Meta was not asked yet
     */
    public record Tally(long withinWeek, long later, long never, long unknown) {}

    /** Live connections whose token was never asked for, or last before that time. */
    public List<UUID> findDue(Instant before, int limit) {
        return jdbc.sql(
                        "select c.id from connection c left join token_life t on t.connection_id = c.id where "
                                + LIVE_WITH_TOKEN
                                + " and (t.asked_at is null or t.asked_at <= :before)"
                                + " order by t.asked_at nulls first, c.id limit :limit")
                .param("before", Timestamp.from(before))
                .param("limit", limit)
                .query((row, _) -> row.getObject(1, UUID.class))
                .list();
    }

    /**
     * @param endsAt null where the token does not end
     */
    public void keep(UUID id, @Nullable Instant endsAt, Instant now) {
        jdbc.sql(
                        """
                        insert into token_life (connection_id, ends_at, asked_at) values (:id, :ends, :now)
                        on conflict (connection_id) do update set ends_at = :ends, asked_at = :now
                        """)
                .param("id", id)
                .param("ends", endsAt == null ? null : Timestamp.from(endsAt))
                .param("now", Timestamp.from(now))
                .update();
    }

    /** Asks again later; what was known of the end stays. */
    public void postpone(UUID id, Instant now) {
        jdbc.sql(
                        """
                        insert into token_life (connection_id, asked_at) values (:id, :now)
                        on conflict (connection_id) do update set asked_at = :now
                        """)
                .param("id", id)
                .param("now", Timestamp.from(now))
                .update();
    }

    /** Tokens that end, soonest first. */
    public List<DatedToken> findDated(int limit) {
        return jdbc.sql(
                        "select c.phone_number_id, t.ends_at from connection c join token_life t on t.connection_id = c.id where "
                                + LIVE_WITH_TOKEN
                                + " and t.ends_at is not null and c.phone_number_id is not null"
                                + " order by t.ends_at limit :limit")
                .param("limit", limit)
                .query((row, _) ->
                        new DatedToken(row.getString(1), row.getTimestamp(2).toInstant()))
                .list();
    }

    public Tally count(Instant week) {
        return jdbc.sql(
                        """
                        select count(*) filter (where t.ends_at <= :week),
                               count(*) filter (where t.ends_at > :week),
                               count(*) filter (where t.asked_at is not null and t.ends_at is null),
                               count(*) filter (where t.asked_at is null)
                          from connection c left join token_life t on t.connection_id = c.id
                        """
                                + " where "
                                + LIVE_WITH_TOKEN)
                .param("week", Timestamp.from(week))
                .query((row, _) ->
                        new Tally(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .single();
    }
}
