package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.lifecycle.AccountNotice;
import dev.coexistence.connection.lifecycle.AccountNotice.Fate;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Disconnected;
import dev.coexistence.connection.lifecycle.ConnectionState.Suspended;
import dev.coexistence.connection.meta.QualityRating;
import dev.coexistence.connection.watch.ErasedPersons;
import dev.coexistence.schemas.PersonAlias;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Account events move the links that they are about, once, and no others. */
class AccountEventIT extends LinkScenario {
    private static final String UNINSTALLED = "PARTNER_APP_UNINSTALLED";

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
    void aQualityEventHasTheRatingReadAgain() {
        var connection = connected();
        String number = connection.facts().phoneNumberId();
        assertThat(find(connection).facts().profile().quality()).isEqualTo(QualityRating.GREEN);

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

        assertThat(find(connection).facts().profile().quality()).isEqualTo(QualityRating.RED);
        assertThat(state(connection)).isInstanceOf(Connected.class);
        assertThat(parts.history(connection.id()))
                .endsWith("ACCOUNT_EVENT", "TEST_REQUESTED", "QUALITY_RATED");
    }
}
