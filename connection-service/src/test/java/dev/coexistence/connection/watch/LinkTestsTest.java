package dev.coexistence.connection.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.Samples;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Disconnected;
import dev.coexistence.connection.lifecycle.ConnectionState.Suspended;
import dev.coexistence.connection.meta.PhoneNode;
import dev.coexistence.connection.watch.LinkTests.Asked;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Only a definite answer moves a link. */
class LinkTestsTest {
    private static final Instant NOW = Samples.START.plusSeconds(86_400);
    private static final Asked DAILY = new Asked(null, null, null);
    private static final PhoneNode ON = Samples.node(true, "CLOUD_API", "CONNECTED");
    private static final PhoneNode OFF = Samples.node(false, "CLOUD_API", "CONNECTED");
    private static final PhoneNode SILENT = Samples.node(null, "", "");

    @Test
    void aNumberThatLeftTheAppIsSuspendedAndComesBackByItself() {
        var suspended = LinkTests.judge(Samples.connected(), OFF, DAILY, NOW).next();

        assertThat(suspended.state()).isEqualTo(new Suspended("NOT_ON_THE_APP", NOW));
        assertThat(LinkTests.judge(suspended, ON, DAILY, NOW).next().state())
                .isEqualTo(new Connected(NOW));
    }

    @Test
    void silenceChangesNothing() {
        assertThat(LinkTests.judge(Samples.connected(), SILENT, DAILY, NOW).next())
                .isEqualTo(Samples.connected());
    }

    @Test
    void anEventThatNamedNoNumberIsJudgedByTheTest() {
        var removed = new Asked("PARTNER_REMOVED", "PRIMARY_INACTIVITY", "SYSTEM");
        var offboarded = new Asked("ACCOUNT_OFFBOARDED", null, null);

        assertThat(LinkTests.judge(Samples.connected(), OFF, removed, NOW).next().state())
                .isEqualTo(new Disconnected("PRIMARY_INACTIVITY", "SYSTEM", NOW));
        assertThat(LinkTests.judge(Samples.connected(), ON, removed, NOW).next().state())
                .isEqualTo(new Connected(Samples.START));
        assertThat(LinkTests.judge(Samples.connected(), OFF, offboarded, NOW).next().state())
                .isEqualTo(new Suspended("ACCOUNT_OFFBOARDED", NOW));
    }

    @Test
    void whatAnEventSuspendedOnlyAnEventResumes() {
        var offboarded = Samples.connected().in(new Suspended("ACCOUNT_OFFBOARDED", NOW));

        assertThat(LinkTests.judge(offboarded, ON, DAILY, NOW).next()).isEqualTo(offboarded);
        assertThat(
                        LinkTests.judge(
                                        offboarded,
                                        ON,
                                        new Asked("ACCOUNT_RECONNECTED", null, null),
                                        NOW)
                                .next()
                                .state())
                .isEqualTo(new Connected(NOW));
    }

    @Test
    void aMigratedNumberThatIsBackOnTheAppIsSuspended() {
        assertThat(
                        LinkTests.judge(
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
        var uninstalled = new Asked("PARTNER_APP_UNINSTALLED", null, null);

        assertThat(LinkTests.judge(Samples.connected(), OFF, uninstalled, NOW).next().state())
                .isEqualTo(new Disconnected("PARTNER_APP_UNINSTALLED", null, NOW));
        assertThat(LinkTests.judge(Samples.connected(), ON, uninstalled, NOW).next().state())
                .isEqualTo(new Connected(Samples.START));
        assertThat(LinkTests.judge(Samples.connected(), SILENT, uninstalled, NOW).next().state())
                .isEqualTo(new Connected(Samples.START));
    }
}
