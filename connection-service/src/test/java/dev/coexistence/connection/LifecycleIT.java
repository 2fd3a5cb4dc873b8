package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.lifecycle.AccountNotice;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.connection.lifecycle.AccountNotice.Fate;
import dev.coexistence.connection.lifecycle.Activity.Evidence;
import dev.coexistence.connection.lifecycle.Activity.Kind;
import dev.coexistence.connection.lifecycle.Check;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Disconnected;
import dev.coexistence.connection.lifecycle.ConnectionState.Disconnecting;
import dev.coexistence.connection.lifecycle.ConnectionState.Suspended;
import dev.coexistence.connection.meta.Quality;
import dev.coexistence.connection.metrics.Census;
import dev.coexistence.connection.metrics.MetricsSettings;
import dev.coexistence.connection.onboarding.SignUpOutcome;
import dev.coexistence.connection.record.Checks;
import dev.coexistence.connection.watch.Disconnection;
import dev.coexistence.connection.watch.ErasedPersons;
import dev.coexistence.connection.watch.FirstEvents;
import dev.coexistence.connection.watch.Webhooks;
import dev.coexistence.schemas.PersonAlias;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to connected numbers, on a real database. */
class LifecycleIT {
    private static final String UNINSTALLED = "PARTNER_APP_UNINSTALLED";
    private static Simulator meta;
    private static int numbers;
    private static Duration ahead = Duration.ZERO;
    private static final InstantSource TIME = () -> InstantSource.system().instant().plus(ahead);
    private static Parts parts;

    @BeforeAll
    static void start() {
        meta = Simulator.start(SimulatorSettings.defaults());
        parts = new Parts(Parts.database("lifecycle"), Parts.graph(meta), TIME);
    }

    @AfterAll
    static void stop() {
        meta.close();
    }

    @AfterEach
    void misbehaveNoMore() {
        meta.faults().clear();
    }

    @Test
    void offboardedPausesAndReconnectedResumesOnce() {
        var connection = connected();

        assertThat(parts.accounts.handle(event(connection, "ACCOUNT_OFFBOARDED", "e1")))
                .isEqualTo(Fate.APPLIED);
        assertThat(state(connection)).isInstanceOf(Suspended.class);
        var reconnected = event(connection, "ACCOUNT_RECONNECTED", "e2");
        assertThat(parts.accounts.handle(reconnected)).isEqualTo(Fate.APPLIED);
        assertThat(state(connection)).isInstanceOf(Connected.class);
        long published = parts.outbox.countWaiting();

        assertThat(parts.accounts.handle(reconnected)).isEqualTo(Fate.SEEN_BEFORE);

        assertThat(parts.outbox.countWaiting()).isEqualTo(published);
        assertThat(parts.history(connection.id())).endsWith("SUSPENDED", "RESUMED");
    }

    @Test
    void partnerRemovedEndsTheLinkAndForgetsTheToken() {
        var connection = connected();

        parts.accounts.handle(
                notice(connection, "PARTNER_REMOVED", "PRIMARY_INACTIVITY", TIME.instant()));

        assertThat(state(connection))
                .isInstanceOfSatisfying(
                        Disconnected.class,
                        ended -> assertThat(ended.reason()).isEqualTo("PRIMARY_INACTIVITY"));
        assertThat(parts.secrets.hasToken(find(connection))).isFalse();
        var last = parts.published(connection.facts().phoneNumberId()).getLast();
        assertThat(last.getState()).isEqualTo(ConnectionStatus.DISCONNECTED);
        assertThat(last.getEncryptedToken()).isEmpty();
    }

    @Test
    void aLateEventOfAnOldEpochChangesNothing() {
        var first = connected();
        var number = meta.number(first.facts().phoneNumberId());
        Instant beforeTheEnd = TIME.instant();
        later(Duration.ofMinutes(1));
        meta.phone(number).disconnects("ACCOUNT_DISCONNECTED", "BUSINESS");
        parts.accounts.handle(
                notice(first, "PARTNER_REMOVED", "ACCOUNT_DISCONNECTED", TIME.instant()));
        later(Duration.ofMinutes(1));
        var second = parts.signUp(meta, number, ConnectionMode.COEXISTENCE);
        assertThat(second.facts().epoch()).isEqualTo(2);
        assertThat(second.state()).isInstanceOf(Connected.class);

        var fate = parts.accounts.handle(notice(first, "PARTNER_REMOVED", "late", beforeTheEnd));

        assertThat(fate).isEqualTo(Fate.LATE);
        assertThat(state(second)).isInstanceOf(Connected.class);
        assertThat(parts.history(second.id())).endsWith("LATE_EVENT_IGNORED");
        assertThat(parts.published(number.phoneNumberId()).getLast().getEpoch()).isEqualTo(2);
    }

    @Test
    void severalNumbersOfAnAccountAreAskedOneByOne() {
        String waba = "2" + System.nanoTime();
        var one = signUp(meta.addNumber(NumberSpec.onTheApp(next()).withIds(waba, null)));
        var other = signUp(meta.addNumber(NumberSpec.onTheApp(next()).withIds(waba, null)));
        var phone = meta.phone(meta.number(one.facts().phoneNumberId()));
        later(Duration.ofMinutes(1));

        phone.changesDevice();
        assertThat(parts.accounts.handle(ofAccount(waba, "ACCOUNT_OFFBOARDED")))
                .isEqualTo(Fate.TO_BE_TESTED);
        assertThat(state(one)).isInstanceOf(Connected.class);
        parts.tests.run();
        assertThat(state(one)).isInstanceOf(Suspended.class);
        assertThat(state(other)).isInstanceOf(Connected.class);

        phone.reconnects();
        parts.accounts.handle(ofAccount(waba, "ACCOUNT_RECONNECTED"));
        parts.tests.run();
        assertThat(state(one)).isInstanceOf(Connected.class);

        phone.disconnects("ACCOUNT_DISCONNECTED", "BUSINESS");
        parts.accounts.handle(ofAccount(waba, "PARTNER_REMOVED"));
        parts.tests.run();
        assertThat(state(one)).isInstanceOf(Disconnected.class);
        assertThat(state(other)).isInstanceOf(Connected.class);
    }

    @Test
    void anAppThatWasTakenAwayEndsTheLinkOnceMetaSaysSo() {
        var connection = connected();
        var untouched = connected();
        meta.uninstallApp(meta.number(connection.facts().phoneNumberId()), true, false);

        var fate = parts.accounts.handle(event(connection, UNINSTALLED, "u1"));
        parts.accounts.handle(event(untouched, UNINSTALLED, "u2"));

        assertThat(fate).isEqualTo(Fate.TO_BE_TESTED);
        assertThat(state(connection)).isInstanceOf(Connected.class);
        parts.tests.run();
        assertThat(state(connection))
                .isInstanceOfSatisfying(
                        Disconnected.class,
                        ended -> assertThat(ended.reason()).isEqualTo(UNINSTALLED));
        assertThat(parts.secrets.hasToken(find(connection))).isFalse();
        assertThat(state(untouched)).as("Meta still shows it").isInstanceOf(Connected.class);
    }

    @Test
    void aQuestionThatMetaDidNotAnswerIsAskedAgain() {
        var connection = connected();
        String id = connection.facts().phoneNumberId();
        meta.uninstallApp(meta.number(id), true, false);
        meta.faults()
                .add(Fault.of(Fault.Kind.ERROR_BEFORE_ACCEPTANCE).at("phone_number").forNumber(id));
        parts.accounts.handle(event(connection, UNINSTALLED, "u3"));

        parts.tests.test(find(connection));
        parts.tests.test(find(connection));

        assertThat(state(connection)).isInstanceOf(Disconnected.class);
    }

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
    void anEventAboutNobodyIsParkedOnce() {
        var notice =
                new AccountNotice(
                        new AccountNotice.Source("stray-1", "account_update"),
                        new AccountNotice.Subject(null, "299999", "15550109999"),
                        new AccountNotice.What("PARTNER_REMOVED", null, null),
                        "{\"odd\":\"\u0000\"}",
                        TIME.instant());

        assertThat(parts.accounts.handle(notice)).isEqualTo(Fate.PARKED);
        assertThat(parts.accounts.handle(notice)).isEqualTo(Fate.SEEN_BEFORE);

        assertThat(parts.jdbc.sql("select count(*) from parked_event").query(Long.class).single())
                .isEqualTo(1);
    }

    @Test
    void aParkedEventThatNamesAnErasedPersonIsForgotten() {
        var cipher = TokenCipher.of(TokenCipher.newKeyset());
        for (String phone : List.of("15550100777", "115550100777")) {
            parts.accounts.handle(
                    new AccountNotice(
                            new AccountNotice.Source("pref-" + phone, "user_preferences"),
                            new AccountNotice.Subject("900000000000999", null, null),
                            new AccountNotice.What("", null, null),
                            "{\"user_preferences\":[{\"wa_id\":\"" + phone + "\"}]}",
                            TIME.instant()));
        }
        var persons = new ErasedPersons(parts.jdbc, cipher);
        byte[] ana =
                PersonAlias.encrypt(
                        cipher,
                        "900000000000999",
                        List.of(new PersonAlias(PersonAlias.Kind.PHONE, "15550100777")));

        int forgotten = persons.forget("900000000000999", ana, TIME.instant());

        assertThat(forgotten).isEqualTo(1);
        assertThat(persons.forget("900000000000999", ana, TIME.instant())).isZero();
        assertThat(
                        parts.jdbc
                                .sql(
                                        "select event_id from parked_event where event_id like 'pref-%'")
                                .query(String.class)
                                .list())
                .containsExactly("pref-115550100777");
        parts.jdbc.sql("delete from parked_event where event_id like 'pref-%'").update();
    }

    @Test
    void evidenceForANumberThatNobodyKnowsIsCountedAndDropped() {
        parts.webhooks.seen(
                List.of(new Webhooks.Seen("90000", new Evidence(Kind.ECHO, TIME.instant()), 3)));

        assertThat(
                        parts.meters
                                .counter(
                                        "whatsapp.connection.evidence.events",
                                        "outcome",
                                        "unknown_number")
                                .count())
                .isEqualTo(3);
    }

    @Test
    void fourteenSilentDaysWarnFourTimesEachOnce() {
        var connection = connected();
        String number = connection.facts().phoneNumberId();
        double before = warnings(14);
        for (int day = 1; day <= 15; day++) {
            ahead = ahead.plus(Duration.ofDays(1));
            parts.activity.check();
            parts.activity.check();
        }

        assertThat(parts.history(connection.id()))
                .containsSubsequence(
                        "INACTIVITY_WARNING",
                        "INACTIVITY_WARNING",
                        "INACTIVITY_WARNING",
                        "PRESUMED_INACTIVE");
        assertThat(parts.history(connection.id()).stream().filter("INACTIVITY_WARNING"::equals))
                .hasSize(3);
        var records = parts.published(number);
        assertThat(records.stream().map(record -> record.getInactivityWarningDays()).distinct())
                .containsExactly(0, 10, 12, 13, 14);
        assertThat(records.getLast().getPresumedInactive()).isTrue();
        assertThat(records.getLast().getState()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(warnings(14)).isGreaterThan(before);

        parts.activity.seen(connection.id(), new Evidence(Kind.ECHO, TIME.instant()));

        var awake = parts.published(number).getLast();
        assertThat(awake.getPresumedInactive()).isFalse();
        assertThat(awake.getInactivityWarningDays()).isZero();
        assertThat(parts.history(connection.id())).endsWith("ACTIVE_AGAIN");
    }

    @Test
    void anOperatorsWordIsKeptWithNameAndTime() {
        var connection = connected();
        later(Duration.ofDays(3));

        var changed = parts.activity.openedNow(connection.id(), "Sam Operator").orElseThrow();

        assertThat(changed.activity().last()).extracting("kind").isEqualTo(Kind.OPERATOR);
        assertThat(parts.evidence.of(connection.id()))
                .first()
                .satisfies(kept -> {
                    assertThat(kept.kind()).isEqualTo(Kind.OPERATOR);
                    assertThat(kept.statedBy()).isEqualTo("Sam Operator");
                });
        assertThat(parts.history(connection.id())).endsWith("APP_OPENED");
    }

    @Test
    void replayedEvidenceIsNotNewEvidence() {
        var connection = connected();
        later(Duration.ofDays(11));
        parts.activity.check();
        var before = find(connection);

        parts.activity.seen(
                connection.id(),
                new Evidence(Kind.ECHO, connection.facts().onboardedAt().plusSeconds(5)));

        assertThat(find(connection).activity().warnedDays())
                .isEqualTo(before.activity().warnedDays());
    }

    @Test
    void aMigratedNumberIsDeregistered() {
        var number = meta.addNumber(NumberSpec.fresh(next()));
        var connection = parts.signUp(meta, number, ConnectionMode.FULL_MIGRATION);

        var outcome = parts.disconnection.disconnect(connection, "Sam Operator");

        assertThat(outcome).isInstanceOf(Disconnection.Outcome.Taken.class);
        assertThat(state(connection))
                .isInstanceOfSatisfying(
                        Disconnected.class,
                        ended -> assertThat(ended.initiatedBy()).isEqualTo("Sam Operator"));
    }

    @Test
    void aCoexistenceNumberWaitsForItsOwner() {
        var connection = connected();

        var outcome = parts.disconnection.disconnect(connection, "Sam Operator");

        assertThat(outcome).isInstanceOf(Disconnection.Outcome.Taken.class);
        assertThat(state(connection)).isInstanceOf(Disconnecting.class);
        parts.accounts.handle(event(connection, "PARTNER_REMOVED", UUID.randomUUID().toString()));
        assertThat(state(connection)).isInstanceOf(Disconnected.class);
    }

    @Test
    void aDeregistrationWhoseAnswerIsLostIsNotTakenForDone() {
        var number = meta.addNumber(NumberSpec.fresh(next()));
        var connection = parts.signUp(meta, number, ConnectionMode.FULL_MIGRATION);
        meta.faults().add(Fault.of(Fault.Kind.RESET_BEFORE_ACCEPTANCE).at("deregister"));

        assertThat(parts.disconnection.disconnect(connection, "Sam"))
                .isInstanceOf(Disconnection.Outcome.Unconfirmed.class);
        assertThat(state(connection)).isInstanceOf(Disconnecting.class);

        assertThat(parts.disconnection.disconnect(connection, "Sam"))
                .isInstanceOf(Disconnection.Outcome.Taken.class);
        assertThat(state(connection)).isInstanceOf(Disconnected.class);
    }

    @Test
    void aDeregistrationWhoseAnswerWasLostIsFoundOutByATest() {
        var number = meta.addNumber(NumberSpec.fresh(next()));
        var connection = parts.signUp(meta, number, ConnectionMode.FULL_MIGRATION);
        meta.faults().add(Fault.of(Fault.Kind.RESET_AFTER_ACCEPTANCE).at("deregister"));
        var unused = parts.disconnection.disconnect(connection, "Sam");

        parts.tests.run();

        assertThat(state(connection)).isInstanceOf(Disconnected.class);
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

        parts.firstEvents.arrived(Map.of(number, new FirstEvents.Arrived("STATUS", before)));
        assertThat(firstEvent(migrated)).isEqualTo(Check.Status.PENDING);
        parts.firstEvents.arrived(
                Map.of(
                        number,
                        new FirstEvents.Arrived("STATUS", TIME.instant()),
                        "nobody's",
                        new FirstEvents.Arrived("MESSAGE", TIME.instant())));

        assertThat(firstEvent(migrated)).isEqualTo(Check.Status.PASSED);
    }

    @Test
    void aFirstEventThatComesDuringATestIsNotForgotten() {
        var connection = connected();
        var looked = List.of(Check.pending(Check.Subject.FIRST_EVENT, "no webhook yet"));

        parts.checks.firstEvent(connection.id(), "ECHO", TIME.instant());
        parts.checks.keep(connection.id(), looked, TIME.instant());

        assertThat(firstEvent(connection)).isEqualTo(Check.Status.PASSED);
    }

    @Test
    void aQualityEventHasTheRatingReadAgain() {
        var connection = connected();
        String number = connection.facts().phoneNumberId();
        assertThat(find(connection).facts().profile().quality()).isEqualTo(Quality.GREEN);

        meta.rate(number, SimulatedNumber.Quality.RED);
        parts.accounts.handle(
                new AccountNotice(
                        new AccountNotice.Source(
                                UUID.randomUUID().toString(), "phone_number_quality_update"),
                        new AccountNotice.Subject(number, null, null),
                        new AccountNotice.What("FLAGGED", null, null),
                        "{}",
                        TIME.instant()));
        parts.tests.run();

        assertThat(find(connection).facts().profile().quality()).isEqualTo(Quality.RED);
        assertThat(state(connection)).isInstanceOf(Connected.class);
        assertThat(parts.history(connection.id()))
                .endsWith("ACCOUNT_EVENT", "TEST_REQUESTED", "QUALITY_RATED");
    }

    @Test
    void theCensusCountsEachNumberOnceAndKeepsItsBounds() {
        signUp(meta.addNumber(NumberSpec.onTheApp(next())));
        signUp(meta.addNumber(NumberSpec.onTheApp(next())));
        long before =
                new Census(parts.jdbc, new MetricsSettings(1))
                        .take().tallies().stream().mapToLong(Census.Tally::numbers).sum();
        var number = meta.addNumber(NumberSpec.onTheApp(next()));
        var givenUp = parts.start(number, ConnectionMode.COEXISTENCE);
        var unused = parts.signUps.abandon(givenUp.id());
        parts.start(number, ConnectionMode.COEXISTENCE);

        var picture = new Census(parts.jdbc, new MetricsSettings(1)).take();

        assertThat(picture.tallies().stream().mapToLong(Census.Tally::numbers).sum())
                .isEqualTo(before + 1);
        assertThat(picture.tallies())
                .anyMatch(tally -> tally.state().equals("PENDING") && tally.numbers() == 1);
        assertThat(picture.lives()).hasSize(1);
        assertThat(picture.outbox().depth()).isEqualTo(parts.outbox.countWaiting());
    }

    @Test
    void aNumberThatMetaKnowsByANewIdReplacesItsOldLink() {
        var before = connected();
        parts.accounts.handle(event(before, "ACCOUNT_OFFBOARDED", "moved"));
        var moved = meta.addNumber(NumberSpec.onTheApp(before.signUp().number().e164()));

        var after = signUp(moved);

        assertThat(after.facts().phoneNumberId()).isNotEqualTo(before.facts().phoneNumberId());
        assertThat(state(before))
                .isInstanceOfSatisfying(
                        Disconnected.class,
                        ended -> assertThat(ended.reason()).isEqualTo("REPLACED_BY_NEW_SIGN_UP"));
        assertThat(parts.published(before.facts().phoneNumberId()).getLast().getState())
                .isEqualTo(ConnectionStatus.DISCONNECTED);
    }

    @Test
    void theModeChangesOnlyThroughANewEpoch() {
        var first = connected();
        var number = meta.number(first.facts().phoneNumberId());
        assertThat(
                        parts.signUps.start(
                                ConnectionMode.FULL_MIGRATION,
                                number.displayPhoneNumber(),
                                java.util.Optional.empty()))
                .isInstanceOf(SignUpOutcome.ModeFixed.class);
        later(Duration.ofMinutes(1));
        meta.phone(number).disconnects("ACCOUNT_DISCONNECTED", "BUSINESS");
        parts.accounts.handle(event(first, "PARTNER_REMOVED", UUID.randomUUID().toString()));
        later(Duration.ofMinutes(1));

        var second = parts.signUp(meta, number, ConnectionMode.FULL_MIGRATION);

        assertThat(second.state()).isInstanceOf(Connected.class);
        assertThat(second.facts().phoneNumberId()).isEqualTo(first.facts().phoneNumberId());
        assertThat(second.facts().epoch()).isEqualTo(2);
        assertThat(second.budgetPerSecond()).isEqualTo(80);
        var versions =
                parts.published(number.phoneNumberId()).stream()
                        .map(record -> record.getVersion())
                        .toList();
        assertThat(versions).isSorted().doesNotHaveDuplicates();
    }

    private static Check.Status firstEvent(Connection connection) {
        return parts.checks.of(connection.id()).stream()
                .map(Checks.Kept::check)
                .filter(check -> check.subject() == Check.Subject.FIRST_EVENT)
                .findFirst()
                .orElseThrow()
                .status();
    }

    private static Connection connected() {
        return signUp(meta.addNumber(NumberSpec.onTheApp(next())));
    }

    private static Connection signUp(SimulatedNumber number) {
        var connection = parts.signUp(meta, number, ConnectionMode.COEXISTENCE);
        assertThat(connection.state()).isInstanceOf(Connected.class);
        return connection;
    }

    private static double warnings(int days) {
        return parts.meters
                .counter("whatsapp.connection.inactivity.warnings", "days", String.valueOf(days))
                .count();
    }

    private static AccountNotice event(Connection connection, String event, String id) {
        return new AccountNotice(
                new AccountNotice.Source(connection.id() + id, "account_update"),
                new AccountNotice.Subject(null, connection.facts().wabaId(), null),
                new AccountNotice.What(event, null, null),
                "{\"event\":\"" + event + "\"}",
                TIME.instant());
    }

    /** As Meta sends them: nothing but the account and the event. */
    private static AccountNotice ofAccount(String waba, String event) {
        return new AccountNotice(
                new AccountNotice.Source(UUID.randomUUID().toString(), "account_update"),
                new AccountNotice.Subject(null, waba, null),
                new AccountNotice.What(event, null, null),
                "{}",
                TIME.instant());
    }

    private static AccountNotice notice(
            Connection connection, String event, @Nullable String reason, Instant at) {
        return new AccountNotice(
                new AccountNotice.Source(UUID.randomUUID().toString(), "account_update"),
                new AccountNotice.Subject(null, null, connection.signUp().number().digits()),
                new AccountNotice.What(event, reason, "SYSTEM"),
                "{}",
                at);
    }

    private static ConnectionState state(Connection connection) {
        return find(connection).state();
    }

    private static Connection find(Connection connection) {
        return parts.connections.find(connection.id()).orElseThrow();
    }

    private static void later(Duration duration) {
        ahead = ahead.plus(duration);
        meta.clock().advance(duration);
    }

    private static String next() {
        return "+1555010%04d".formatted(3_000 + ++numbers);
    }
}
