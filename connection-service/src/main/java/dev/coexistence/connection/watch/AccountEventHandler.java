package dev.coexistence.connection.watch;

import static dev.coexistence.connection.record.ConnectionRow.at;

import dev.coexistence.connection.lifecycle.AccountDetails;
import dev.coexistence.connection.lifecycle.AccountEventVerdict;
import dev.coexistence.connection.lifecycle.AccountNotice;
import dev.coexistence.connection.lifecycle.AccountNotice.Fate;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionChange;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.record.Connections;
import dev.coexistence.connection.record.LinkCheckResults;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Applies account events to the connections they are about. Idempotent by event id. An event of an
 * older epoch changes nothing; one about nobody known is parked.
 */
@Component
public class AccountEventHandler {
    private final JdbcClient jdbc;
    private final Connections connections;
    private final LinkCheckResults checks;
    private final InstantSource time;

    public AccountEventHandler(
            JdbcClient jdbc, Connections connections, LinkCheckResults checks, InstantSource time) {
        this.jdbc = jdbc;
        this.connections = connections;
        this.checks = checks;
        this.time = time;
    }

    public Fate handle(AccountNotice notice) {
        return connections.inTransaction(
                () -> firstTime(notice) ? apply(notice) : Fate.SEEN_BEFORE);
    }

    private boolean firstTime(AccountNotice notice) {
        return jdbc.sql(
                                "insert into handled_event (event_id, at) values (:id, :at) on conflict do nothing")
                        .param("id", notice.source().eventId())
                        .param("at", at(time.instant()))
                        .update()
                == 1;
    }

    private Fate apply(AccountNotice notice) {
        var meant =
                candidates(notice.subject()).stream()
                        .filter(connection ->
                                !AccountEventVerdict.aboutTheAppOnly(notice)
                                        || connection.mode() == ConnectionMode.COEXISTENCE)
                        .toList();
        var current =
                meant.stream().filter(connection -> !connection.startedAfter(notice.at())).toList();
        if (!meant.isEmpty() && current.isEmpty()) {
            meant.forEach(connection -> note(connection, "LATE_EVENT_IGNORED", notice));
            return Fate.LATE;
        }
        if (current.isEmpty()) {
            return nobody(notice);
        }
        current.forEach(connection ->
                checks.firstEvent(connection.id(), notice.source().field(), time.instant()));
        if (AccountEventVerdict.onlyAfterATest(notice)
                || (AccountEventVerdict.movesLinks(notice) && current.size() > 1)) {
            current.forEach(connection -> testSoon(connection, notice));
            return Fate.TO_BE_TESTED;
        }
        current.forEach(connection -> decide(connection, notice));
        return Fate.APPLIED;
    }

    private void decide(Connection connection, AccountNotice notice) {
        connections.change(
                connection.id(),
                row -> Optional.of(AccountEventVerdict.decide(row, notice, time.instant())));
        for (var restriction : AccountDetails.restrictions(notice.json())) {
            jdbc.sql(
                            """
                            insert into restriction (connection_id, kind, until, since) values (:id, :kind, :until, :since)
                            on conflict (connection_id, kind) do update set until = :until
                            """)
                    .param("id", connection.id())
                    .param("kind", restriction.kind())
                    .param("until", restriction.until() == null ? null : at(restriction.until()))
                    .param("since", at(notice.at()))
                    .update();
        }
        if (notice.source().field().startsWith("phone_number_")) {
            // Name, quality or throughput has changed: what Meta says of the number is read again.
            testSoon(connection, notice);
        }
    }

    private void testSoon(Connection connection, AccountNotice notice) {
        jdbc.sql(
                        """
                        update connection set tested_at = null, retest_event = :event, retest_reason = :reason,
                          retest_by = :by where id = :id
                        """)
                .param("event", notice.what().event())
                .param("reason", notice.what().reason())
                .param("by", notice.what().initiatedBy())
                .param("id", connection.id())
                .update();
        note(connection, "TEST_REQUESTED", notice);
    }

    private void note(Connection connection, String event, AccountNotice notice) {
        connections.change(
                connection.id(),
                row -> Optional.of(new ConnectionChange(row, event, notice.summary())));
    }

    /** Narrowest first: the number, then the account. */
    private List<Connection> candidates(AccountNotice.Subject subject) {
        if (subject.phoneNumberId() != null) {
            return connections.findNewest(subject.phoneNumberId()).stream().toList();
        }
        if (subject.digits() != null) {
            return connections.findNewestByPhoneNumber("+" + subject.digits()).stream().toList();
        }
        return subject.wabaId() == null ? List.of() : connections.listOfWaba(subject.wabaId());
    }

    private Fate nobody(AccountNotice notice) {
        var ended = findEnded(notice.subject());
        if (ended.isPresent()) {
            note(ended.get(), "EVENT_AFTER_END", notice);
            return Fate.LATE;
        }
        jdbc.sql(
                        """
                        insert into parked_event (event_id, waba_id, field, event, json, received_at)
                        values (:id, :waba, :field, :event, :json, :at) on conflict do nothing
                        """)
                .param("id", notice.source().eventId())
                .param("waba", notice.subject().wabaId())
                .param("field", notice.source().field())
                .param("event", notice.what().event())
                .param("json", notice.json().replace("\u0000", ""))
                .param("at", at(time.instant()))
                .update();
        return Fate.PARKED;
    }

    private Optional<Connection> findEnded(AccountNotice.Subject subject) {
        if (subject.phoneNumberId() != null) {
            return connections.findCurrent(subject.phoneNumberId());
        }
        if (subject.digits() != null) {
            return connections.findLastByPhoneNumber("+" + subject.digits());
        }
        return subject.wabaId() == null
                ? Optional.empty()
                : connections.findLastOfWaba(subject.wabaId());
    }

    /** Redeliveries stop after 7 days; what is older is forgotten. */
    public void forgetOld() {
        var before = at(time.instant().minus(java.time.Duration.ofDays(40)));
        jdbc.sql("delete from handled_event where at < :before").param("before", before).update();
        jdbc.sql("delete from parked_event where received_at < :before")
                .param("before", before)
                .update();
    }
}
