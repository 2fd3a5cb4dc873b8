package dev.coexistence.connection.lifecycle;

import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Failure;
import dev.coexistence.connection.lifecycle.ConnectionState.Live;
import dev.coexistence.connection.lifecycle.ConnectionState.Onboarding;
import dev.coexistence.connection.lifecycle.ConnectionState.Suspended;
import java.time.Instant;

/**
 * What an account event means for one connection. The event is known to be about this connection
 * and its epoch. Plain decisions; nothing is written.
 */
public final class Lifecycle {
    public static final String OFFBOARDED = "ACCOUNT_OFFBOARDED";
    public static final String RECONNECTED = "ACCOUNT_RECONNECTED";
    public static final String REMOVED = "PARTNER_REMOVED";

    /** The business took the app away. Told under the partner's entry, so Meta is asked first. */
    public static final String UNINSTALLED = "PARTNER_APP_UNINSTALLED";

    static final String DISABLED = "ACCOUNT_DISABLED";

    private Lifecycle() {}

    /** Changes a link by itself; everything else is a note. */
    public static boolean movesLinks(AccountNotice notice) {
        return switch (notice.what().event()) {
            case OFFBOARDED, RECONNECTED, REMOVED, "ACCOUNT_DELETED" -> true;
            default -> false;
        };
    }

    /** Whether Meta is asked what became of the link before the event counts. */
    public static boolean onlyAfterATest(AccountNotice notice) {
        return notice.what().event().equals(UNINSTALLED);
    }

    /** The app's owner changed device: says nothing about numbers that are not on the app. */
    public static boolean aboutTheAppOnly(AccountNotice notice) {
        return notice.what().event().equals(OFFBOARDED)
                || notice.what().event().equals(RECONNECTED);
    }

    public static Change decide(Connection connection, AccountNotice notice, Instant now) {
        var what = notice.what();
        return switch (what.event()) {
            case OFFBOARDED -> suspended(connection, OFFBOARDED, notice, now);
            case RECONNECTED -> resumed(connection, OFFBOARDED, notice, now);
            case REMOVED ->
                    removed(
                            connection,
                            what.reason() == null ? REMOVED : what.reason(),
                            notice,
                            now);
            case "ACCOUNT_DELETED" -> removed(connection, "ACCOUNT_DELETED", notice, now);
            case "DISABLED_UPDATE" -> banned(connection, notice, now);
            default -> noted(connection, notice);
        };
    }

    private static Change banned(Connection connection, AccountNotice notice, Instant now) {
        return switch (AccountDetails.banState(notice.json())) {
            case "DISABLE" -> suspended(connection, DISABLED, notice, now);
            case "REINSTATE" -> resumed(connection, DISABLED, notice, now);
            default -> noted(connection, notice);
        };
    }

    private static Change suspended(
            Connection connection, String reason, AccountNotice notice, Instant now) {
        return connection.state() instanceof Connected connected
                ? new Change(
                        connection.in(connected.suspended(reason, now)),
                        "SUSPENDED",
                        notice.summary())
                : noted(connection, notice);
    }

    private static Change resumed(
            Connection connection, String from, AccountNotice notice, Instant now) {
        return connection.state() instanceof Suspended suspended && suspended.reason().equals(from)
                ? new Change(connection.in(suspended.resumed(now)), "RESUMED", notice.summary())
                : noted(connection, notice);
    }

    private static Change removed(
            Connection connection, String reason, AccountNotice notice, Instant now) {
        return switch (connection.state()) {
            case Live live ->
                    new Change(
                            connection.in(live.removed(reason, notice.what().initiatedBy(), now)),
                            "DISCONNECTED",
                            notice.summary());
            case Onboarding onboarding ->
                    new Change(
                            connection.in(
                                    onboarding.failed(
                                            new Failure(
                                                    0,
                                                    "Meta ended the link during the onboarding: "
                                                            + reason,
                                                    "Start a new sign-up."),
                                            now)),
                            "FAILED",
                            notice.summary());
            default -> noted(connection, notice);
        };
    }

    static Change noted(Connection connection, AccountNotice notice) {
        return new Change(connection, "ACCOUNT_EVENT", notice.summary());
    }
}
