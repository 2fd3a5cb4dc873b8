package dev.coexistence.connection.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.Samples;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Disconnected;
import dev.coexistence.connection.lifecycle.ConnectionState.Suspended;
import dev.coexistence.connection.lifecycle.RetestRequest;
import dev.coexistence.connection.meta.PhoneNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Only a definite answer moves a link. */
class LinkVerdictTest {
    private static final Instant NOW = Samples.START.plusSeconds(86_400);
    private static final RetestRequest DAILY = new RetestRequest(null, null, null);
    private static final PhoneNode ON = Samples.node(true, "CLOUD_API", "CONNECTED");
    private static final PhoneNode OFF = Samples.node(false, "CLOUD_API", "CONNECTED");
    private static final PhoneNode SILENT = Samples.node(null, "", "");

    @Test
    void aNumberThatLeftTheAppIsSuspendedAndComesBackByItself() {
        var suspended = LinkVerdict.decide(Samples.connected(), OFF, DAILY, NOW).next();

        assertThat(suspended.state()).isEqualTo(new Suspended("NOT_ON_THE_APP", NOW));
        assertThat(LinkVerdict.decide(suspended, ON, DAILY, NOW).next().state())
                .isEqualTo(new Connected(NOW));
    }

    @Test
    void silenceChangesNothing() {
        assertThat(LinkVerdict.decide(Samples.connected(), SILENT, DAILY, NOW).next())
                .isEqualTo(Samples.connected());
    }

    @Test
    void anEventThatNamedNoNumberIsJudgedByTheTest() {
        var removed = new RetestRequest("PARTNER_REMOVED", "PRIMARY_INACTIVITY", "SYSTEM");
        var offboarded = new RetestRequest("ACCOUNT_OFFBOARDED", null, null);

        assertThat(LinkVerdict.decide(Samples.connected(), OFF, removed, NOW).next().state())
                .isEqualTo(new Disconnected("PRIMARY_INACTIVITY", "SYSTEM", NOW));
        assertThat(LinkVerdict.decide(Samples.connected(), ON, removed, NOW).next().state())
                .isEqualTo(new Connected(Samples.START));
        assertThat(LinkVerdict.decide(Samples.connected(), OFF, offboarded, NOW).next().state())
                .isEqualTo(new Suspended("ACCOUNT_OFFBOARDED", NOW));
    }

    @Test
    void whatAnEventSuspendedOnlyAnEventResumes() {
        var offboarded = Samples.connected().withState(new Suspended("ACCOUNT_OFFBOARDED", NOW));

        assertThat(LinkVerdict.decide(offboarded, ON, DAILY, NOW).next()).isEqualTo(offboarded);
        assertThat(
                        LinkVerdict.decide(
                                        offboarded,
                                        ON,
                                        new RetestRequest("ACCOUNT_RECONNECTED", null, null),
                                        NOW)
                                .next()
                                .state())
                .isEqualTo(new Connected(NOW));
    }

    @Test
    void aMigratedNumberThatIsBackOnTheAppIsSuspended() {
        assertThat(
                        LinkVerdict.decide(
                                        Samples.connected(ConnectionMode.FULL_MIGRATION),
                                        ON,
                                        DAILY,
                                        NOW)
                                .next()
                                .state())
                .isEqualTo(new Suspended("ON_THE_APP", NOW));
    }

    @Test
    void anAppThatWasTakenAwayEndsALinkThatMetaNoLongerShows() {
        var uninstalled = new RetestRequest("PARTNER_APP_UNINSTALLED", null, null);

        assertThat(LinkVerdict.decide(Samples.connected(), OFF, uninstalled, NOW).next().state())
                .isEqualTo(new Disconnected("PARTNER_APP_UNINSTALLED", null, NOW));
        assertThat(LinkVerdict.decide(Samples.connected(), ON, uninstalled, NOW).next().state())
                .isEqualTo(new Connected(Samples.START));
        assertThat(LinkVerdict.decide(Samples.connected(), SILENT, uninstalled, NOW).next().state())
                .isEqualTo(new Connected(Samples.START));
    }
}
