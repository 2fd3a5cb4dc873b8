package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Suspended;
import dev.coexistence.connection.lifecycle.LinkCheck;
import dev.coexistence.connection.metrics.MetricsSettings;
import dev.coexistence.connection.metrics.TableCounts;
import dev.coexistence.connection.watch.FirstEvents;
import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.NumberSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests of links: only a definite answer downgrades one. */
class LinkTestIT extends LinkScenario {
    @Test
    void onlyDefiniteAnswersOfATestDowngrade() {
        var connection = connected();
        for (var fault :
                List.of(
                        Fault.refuse(131000),
                        Fault.refuse(80007),
                        Fault.refuse(200),
                        Fault.of(Fault.Kind.RESET_BEFORE_ACCEPTANCE),
                        Fault.of(Fault.Kind.ERROR_BEFORE_ACCEPTANCE))) {
            meta.faults().add(fault.at("phone_number"));
            parts.tests.test(find(connection));
            assertThat(state(connection)).as("%s", fault).isInstanceOf(Connected.class);
            meta.faults().clear();
        }

        meta.faults().add(Fault.refuse(190).at("phone_number"));
        parts.tests.test(find(connection));

        assertThat(state(connection))
                .isInstanceOfSatisfying(
                        Suspended.class,
                        suspended -> assertThat(suspended.reason()).isEqualTo("TOKEN_REFUSED"));
        parts.tests.test(find(connection));
        assertThat(state(connection)).isInstanceOf(Connected.class);
    }

    @Test
    void linksAreTestedDaily() {
        var connection = connected();
        meta.faults().add(Fault.refuse(190).at("phone_number").always());

        parts.tests.run();
        assertThat(state(connection)).isInstanceOf(Connected.class);
        later(Duration.ofHours(25));
        parts.tests.run();

        assertThat(state(connection)).isInstanceOf(Suspended.class);
    }

    @Test
    void messagesAndStatusesAreAFirstEventToo() {
        var migrated =
                parts.signUp(
                        meta,
                        meta.addNumber(NumberSpec.fresh(next())),
                        ConnectionMode.FULL_MIGRATION);
        String number = migrated.facts().phoneNumberId();
        var before = migrated.facts().onboardedAt().minusSeconds(5);

        parts.firstEvents.handle(Map.of(number, new FirstEvents.Arrived("STATUS", before)));
        assertThat(firstEvent(migrated)).isEqualTo(LinkCheck.Status.PENDING);
        parts.firstEvents.handle(
                Map.of(
                        number,
                        new FirstEvents.Arrived("STATUS", TIME.instant()),
                        "nobody's",
                        new FirstEvents.Arrived("MESSAGE", TIME.instant())));

        assertThat(firstEvent(migrated)).isEqualTo(LinkCheck.Status.PASSED);
    }

    @Test
    void aFirstEventThatComesDuringATestIsNotForgotten() {
        var connection = connected();
        var looked = List.of(LinkCheck.pending(LinkCheck.Subject.FIRST_EVENT, "no webhook yet"));

        parts.checks.firstEvent(connection.id(), "ECHO", TIME.instant());
        parts.checks.keep(connection.id(), looked, TIME.instant());

        assertThat(firstEvent(connection)).isEqualTo(LinkCheck.Status.PASSED);
    }

    @Test
    void countsEachNumberOnceAndKeepsItsBounds() {
        signUp(meta.addNumber(NumberSpec.onTheApp(next())));
        signUp(meta.addNumber(NumberSpec.onTheApp(next())));
        long before =
                new TableCounts(parts.jdbc, new MetricsSettings(1))
                        .take().tallies().stream().mapToLong(TableCounts.Tally::numbers).sum();
        var number = meta.addNumber(NumberSpec.onTheApp(next()));
        var givenUp = parts.start(number, ConnectionMode.COEXISTENCE);
        var unused = parts.signUps.abandon(givenUp.id(), Samples.SAM);
        parts.start(number, ConnectionMode.COEXISTENCE);

        var picture = new TableCounts(parts.jdbc, new MetricsSettings(1)).take();

        assertThat(picture.tallies().stream().mapToLong(TableCounts.Tally::numbers).sum())
                .isEqualTo(before + 1);
        assertThat(picture.tallies())
                .anyMatch(tally -> tally.state().equals("PENDING") && tally.numbers() == 1);
        assertThat(picture.lives()).hasSize(1);
        assertThat(picture.outbox().depth()).isEqualTo(parts.outbox.countWaiting());
    }
}
