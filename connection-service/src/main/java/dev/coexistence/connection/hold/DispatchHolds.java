package dev.coexistence.connection.hold;

import static dev.coexistence.connection.record.ConnectionRow.at;

import dev.coexistence.connection.hold.DispatchHold.MetaWords;
import dev.coexistence.connection.record.ConnectionRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The newest hold of each number, with when its link is tested next. */
@Component
public class DispatchHolds {
    private static final Duration FIRST_TEST = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final JdbcClient jdbc;

    public DispatchHolds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Keeps what is newer than what is known. The link of a number that is held anew is tested at
     * once.
     *
     * @return true where it was newer
     */
    public boolean keep(DispatchHold hold, Instant now) {
        return jdbc.sql(
                                """
                                insert into number_hold (phone_number_id, version, state, reason, released_by, meta_code,
                                  meta_subcode, meta_message, meta_details, since, next_probe_at, probes, waiting,
                                  next_action, next_test_at)
                                values (:number, :version, :state, :reason, :released_by, :code, :subcode, :message,
                                  :details, :since, :next_probe_at, :probes, :waiting,
                                  :next_action, :test_at)
                                on conflict (phone_number_id) do update set version = :version, state = :state,
                                  reason = :reason, released_by = :released_by, meta_code = :code,
                                  meta_subcode = :subcode, meta_message = :message, meta_details = :details,
                                  since = :since, next_probe_at = :next_probe_at, probes = :probes, waiting = :waiting,
                                  next_action = :next_action,
                                  next_test_at = case when not :testable then null
                                    when number_hold.state = 'RELEASED' or number_hold.next_test_at is null then :test_at
                                    else number_hold.next_test_at end,
                                  tests = case when number_hold.state = 'RELEASED' then 0 else number_hold.tests end
                                  where number_hold.version < :version
                                """)
                        .param("number", hold.phoneNumberId())
                        .param("version", hold.version())
                        .param("state", hold.state())
                        .param("reason", hold.reason())
                        .param("released_by", hold.releasedBy())
                        .param("code", hold.meta().code())
                        .param("subcode", hold.meta().subcode())
                        .param("message", storable(hold.meta().message()))
                        .param("details", storable(hold.meta().details()))
                        .param("since", at(hold.since()))
                        .param(
                                "next_probe_at",
                                hold.nextProbeAt() == null ? null : at(hold.nextProbeAt()))
                        .param("probes", hold.probes())
                        .param("waiting", hold.waiting())
                        .param("next_action", hold.nextAction())
                        .param("testable", hold.isTestable())
                        .param("test_at", hold.isTestable() ? at(now) : null)
                        .update()
                == 1;
    }

    /** Empty where the number sends. */
    public Optional<DispatchHold> find(String phoneNumberId) {
        return jdbc.sql(
                        "select * from number_hold where phone_number_id = :number and state <> 'RELEASED'")
                .param("number", phoneNumberId)
                .query(DispatchHolds::read)
                .optional();
    }

    /** Numbers whose link is to be tested now. */
    public List<String> due(Instant now) {
        return jdbc.sql(
                        """
                        select phone_number_id from number_hold where state <> 'RELEASED' and next_test_at <= :now
                        order by next_test_at limit 50
                        """)
                .param("now", at(now))
                .query((row, _) -> row.getString(1))
                .list();
    }

    /**
     * Its link is being tested: next after 15 s, then twice as long each time, up to 15 minutes.
     */
    public void scheduleNextTest(String phoneNumberId, Instant now) {
        int tests =
                jdbc.sql("select tests from number_hold where phone_number_id = :number")
                        .param("number", phoneNumberId)
                        .query(Integer.class)
                        .single();
        Duration wait = FIRST_TEST.multipliedBy(1L << Math.min(tests, 10));
        Instant next = now.plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
        jdbc.sql(
                        """
                        update number_hold set tests = tests + 1, next_test_at = :next
                        where phone_number_id = :number and next_test_at is not null
                        """)
                .param("next", at(next))
                .param("number", phoneNumberId)
                .update();
    }

    private static DispatchHold read(ResultSet row, int unusedIndex) throws SQLException {
        return new DispatchHold(
                row.getString("phone_number_id"),
                row.getLong("version"),
                row.getString("state"),
                row.getString("reason"),
                row.getString("released_by"),
                new MetaWords(
                        row.getInt("meta_code"),
                        row.getObject("meta_subcode", Integer.class),
                        row.getString("meta_message"),
                        row.getString("meta_details")),
                ConnectionRow.time(row, "since"),
                ConnectionRow.maybeTime(row, "next_probe_at"),
                row.getInt("probes"),
                row.getLong("waiting"),
                row.getString("next_action"));
    }

    /** PostgreSQL keeps every character but one. */
    private static @Nullable String storable(@Nullable String words) {
        return words == null ? null : words.replace("\u0000", "");
    }
}
