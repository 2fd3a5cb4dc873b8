package dev.coexistence.connection.lifecycle;

import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Failure;
import dev.coexistence.connection.lifecycle.ConnectionState.Live;
import dev.coexistence.connection.lifecycle.ConnectionState.Onboarding;
import dev.coexistence.connection.lifecycle.ConnectionState.Suspended;
import java.time.Instant;

/**
 * The decision that an account event leads to for one connection. The event is known to be about
 * this connection and its epoch. Plain decisions; nothing is written.
 */
public final class AccountEventVerdict {
    public static final String OFFBOARDED = "ACCOUNT_OFFBOARDED";
    public static final String RECONNECTED = "ACCOUNT_RECONNECTED";
    public static final String REMOVED = "PARTNER_REMOVED";

    /** The business took the app away. Told under the partner's entry, so Meta is asked first. */
    public static final String UNINSTALLED = "PARTNER_APP_UNINSTALLED";

    static final String DISABLED = "ACCOUNT_DISABLED";

    private AccountEventVerdict() {}

    /** Changes a link by itself; everything else is a note. */
    public static boolean movesLinks(AccountNotice notice) {
        return switch (notice.what().event()) {
            case OFFBOARDED, RECONNECTED, REMOVED, "ACCOUNT_DELETED" -> true;
            default -> false;
        };
    }

    /** True for an event that counts only after Meta was asked about the link. */
    public static boolean onlyAfterATest(AccountNotice notice) {
        return notice.what().event().equals(UNINSTALLED);
    }

    /** The app's owner changed device: says nothing about numbers that are not on the app. */
    public static boolean aboutTheAppOnly(AccountNotice notice) {
        return notice.what().event().equals(OFFBOARDED)
                || notice.what().event().equals(RECONNECTED);
    }

    public static ConnectionChange decide(
            Connection connection, AccountNotice notice, Instant now) {
        var what = notice.what();
        return switch (what.event()) {
            case OFFBOARDED -> suspend(connection, OFFBOARDED, notice, now);
            case RECONNECTED -> resume(connection, OFFBOARDED, notice, now);
            case REMOVED ->
                    end(connection, what.reason() == null ? REMOVED : what.reason(), notice, now);
            case "ACCOUNT_DELETED" -> end(connection, "ACCOUNT_DELETED", notice, now);
            case "DISABLED_UPDATE" -> ban(connection, notice, now);
            default -> note(connection, notice);
        };
    }

    private static ConnectionChange ban(Connection connection, AccountNotice notice, Instant now) {
        return switch (AccountDetails.banState(notice.json())) {
            case "DISABLE" -> suspend(connection, DISABLED, notice, now);
            case "REINSTATE" -> resume(connection, DISABLED, notice, now);
            default -> note(connection, notice);
        };
    }

    private static ConnectionChange suspend(
            Connection connection, String reason, AccountNotice notice, Instant now) {
        return connection.state() instanceof Connected connected
                ? new ConnectionChange(
                        connection.withState(connected.suspend(reason, now)),
                        "SUSPENDED",
                        notice.summary())
                : note(connection, notice);
    }

    private static ConnectionChange resume(
            Connection connection, String from, AccountNotice notice, Instant now) {
        return connection.state() instanceof Suspended suspended && suspended.reason().equals(from)
                ? new ConnectionChange(
                        connection.withState(suspended.resume(now)), "RESUMED", notice.summary())
                : note(connection, notice);
    }

    private static ConnectionChange end(
            Connection connection, String reason, AccountNotice notice, Instant now) {
        return switch (connection.state()) {
            case Live live ->
                    new ConnectionChange(
                            connection.withState(
                                    live.end(reason, notice.what().initiatedBy(), now)),
                            "DISCONNECTED",
                            notice.summary());
            case Onboarding onboarding ->
                    new ConnectionChange(
                            connection.withState(
                                    onboarding.fail(
                                            new Failure(
                                                    0,
                                                    "Meta ended the link during the onboarding: "
                                                            + reason,
                                                    "Start a new sign-up."),
                                            now)),
                            "FAILED",
                            notice.summary());
            default -> note(connection, notice);
        };
    }

    static ConnectionChange note(Connection connection, AccountNotice notice) {
        return new ConnectionChange(connection, "ACCOUNT_EVENT", notice.summary());
    }
}
