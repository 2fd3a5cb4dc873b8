package dev.coexistence.connection.record;

import static dev.coexistence.connection.record.ConnectionRow.at;

import dev.coexistence.connection.lifecycle.LinkCheck;
import dev.coexistence.connection.lifecycle.RetestRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The newest result of each check of a connection. */
@Component
public class LinkCheckResults {
    private final JdbcClient jdbc;

    public LinkCheckResults(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public record Kept(LinkCheck check, Instant at) {}

    /** A first event that came while the others were looked at stays. */
    public void keep(UUID id, List<LinkCheck> checks, Instant now) {
        for (LinkCheck check : checks) {
            jdbc.sql(
                            """
                            insert into self_check (connection_id, subject, status, evidence, at)
                            values (:id, :subject, :status, :evidence, :at)
                            on conflict (connection_id, subject)
                              do update set status = :status, evidence = :evidence, at = :at
                              where self_check.subject <> 'FIRST_EVENT' or self_check.status <> 'PASSED'
                            """)
                    .param("id", id)
                    .param("subject", check.subject().name())
                    .param("status", check.status().name())
                    .param("evidence", check.evidence())
                    .param("at", at(now))
                    .update();
        }
        jdbc.sql("update connection set tested_at = :at where id = :id")
                .param("at", at(now))
                .param("id", id)
                .update();
    }

    public List<Kept> findAll(UUID id) {
        return jdbc
                .sql("select * from self_check where connection_id = :id")
                .param("id", id)
                .query((row, _) ->
                        new Kept(
                                new LinkCheck(
                                        LinkCheck.Subject.valueOf(row.getString("subject")),
                                        LinkCheck.Status.valueOf(row.getString("status")),
                                        row.getString("evidence")),
                                ConnectionRow.time(row, "at")))
                .list()
                .stream()
                .sorted(java.util.Comparator.comparing(kept -> kept.check().subject()))
                .toList();
    }

    /** A webhook about this connection came through; true the first time. */
    public boolean firstEvent(UUID id, String kind, Instant now) {
        boolean first =
                jdbc.sql(
                                        "update connection set first_event_at = :at where id = :id and first_event_at is null")
                                .param("at", at(now))
                                .param("id", id)
                                .update()
                        == 1;
        if (first) {
            jdbc.sql(
                            """
                            insert into self_check (connection_id, subject, status, evidence, at)
                            values (:id, 'FIRST_EVENT', 'PASSED', :evidence, :at)
                            on conflict (connection_id, subject)
                              do update set status = 'PASSED', evidence = :evidence, at = :at
                            """)
                    .param("id", id)
                    .param("evidence", "a webhook came through: " + kind)
                    .param("at", at(now))
                    .update();
        }
        return first;
    }

    /** Those of the numbers of which no webhook has come through yet. */
    public List<String> withoutEvent(Collection<String> phoneNumberIds) {
        return jdbc.sql(
                        "select distinct phone_number_id from connection where first_event_at is null and ("
                                + Connections.LIVE
                                + " or state = 'ONBOARDING') and phone_number_id in (:numbers)")
                .param("numbers", phoneNumberIds)
                .query((row, _) -> row.getString(1))
                .list();
    }

    public boolean hasSeenEvent(UUID id) {
        return jdbc.sql("select first_event_at is not null from connection where id = :id")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    /** The link is tested within a second, not within a day. */
    public void makeDue(UUID id) {
        jdbc.sql("update connection set tested_at = null where id = :id").param("id", id).update();
    }

    /** The account event that asked for the next test. */
    public RetestRequest findRetest(UUID id) {
        return jdbc.sql(
                        "select retest_event, retest_reason, retest_by from connection where id = :id")
                .param("id", id)
                .query((row, _) ->
                        new RetestRequest(row.getString(1), row.getString(2), row.getString(3)))
                .single();
    }

    /** Its question is answered. */
    public void endRetest(UUID id) {
        jdbc.sql(
                        """
                        update connection set retest_event = null, retest_reason = null, retest_by = null
                        where id = :id
                        """)
                .param("id", id)
                .update();
    }

    /** Links whose last test is older than that. */
    public List<UUID> dueSince(Instant before) {
        return jdbc.sql(
                        """
                        select id from connection where state in ('CONNECTED', 'SUSPENDED', 'DISCONNECTING')
                          and (tested_at is null or tested_at <= :before) order by tested_at nulls first limit 50
                        """)
                .param("before", at(before))
                .query((row, _) -> row.getObject("id", UUID.class))
                .list();
    }
}
