package dev.coexistence.connection.watch;

import dev.coexistence.connection.lifecycle.AccountEventVerdict;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionChange;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Disconnecting;
import dev.coexistence.connection.lifecycle.ConnectionState.Live;
import dev.coexistence.connection.lifecycle.ConnectionState.Suspended;
import dev.coexistence.connection.lifecycle.LinkCheck;
import dev.coexistence.connection.lifecycle.NumberFacts;
import dev.coexistence.connection.lifecycle.RetestRequest;
import dev.coexistence.connection.meta.PhoneNode;
import dev.coexistence.connection.onboarding.SelfTest;
import dev.coexistence.graph.GraphAnswer;
import java.time.Instant;
import java.util.function.ToIntFunction;

/**
 * The decision that a test of a link leads to. Only a definite answer changes a state; silence, a
 * throttle or a failure of Meta's changes nothing.
 */
final class LinkVerdict {
    private static final String NOT_ON_THE_APP = "NOT_ON_THE_APP";
    private static final String ON_THE_APP = "ON_THE_APP";
    private static final String TOKEN_REFUSED = "TOKEN_REFUSED";
    private static final String NUMBER_GONE = "NUMBER_GONE";

    private LinkVerdict() {}

    /**
     * Decides on the newest row.
     *
     * @param budget messages a second that Meta's fields allow
     */
    static ConnectionChange decide(
            Connection row,
            SelfTest.Report report,
            RetestRequest asked,
            ToIntFunction<PhoneNode> budget,
            Instant now) {
        boolean gone =
                AccountEventVerdict.UNINSTALLED.equals(asked.event())
                        && report.findFailed()
                                .filter(check -> check.subject() == LinkCheck.Subject.SUBSCRIPTION)
                                .isPresent();
        if (gone) {
            return end(
                    row,
                    AccountEventVerdict.UNINSTALLED,
                    "subscribed_apps names no app",
                    asked,
                    now);
        }
        return switch (report.node()) {
            case GraphAnswer.Done<PhoneNode>(PhoneNode node) -> {
                var seen =
                        row.withNumber(row.facts().withProfile(NumberFacts.Profile.of(node)))
                                .withBudget(budget.applyAsInt(node));
                yield rate(row, decide(seen, node, asked, now));
            }
            case GraphAnswer.Refused<PhoneNode>(var error) ->
                    error.isGone() || (asked.endsForGood() && error.isOutOfReach())
                            ? end(
                                    row,
                                    error.code() == 190 ? TOKEN_REFUSED : NUMBER_GONE,
                                    "Meta refused, code " + error.code(),
                                    asked,
                                    now)
                            : ConnectionChange.silent(row);
            case GraphAnswer.TryLater<PhoneNode> _, GraphAnswer.Unclear<PhoneNode> _ ->
                    ConnectionChange.silent(row);
        };
    }

    /** A new rating alone is worth an entry in the history. */
    private static ConnectionChange rate(Connection before, ConnectionChange change) {
        var was = before.facts().profile().quality();
        var is = change.next().facts().profile().quality();
        return was == is || !change.event().isEmpty()
                ? change
                : new ConnectionChange(
                        change.next(), "QUALITY_RATED", "quality_rating " + is + " after " + was);
    }

    /** Decides by Meta's fields; silence in them means nothing. */
    static ConnectionChange decide(
            Connection row, PhoneNode node, RetestRequest asked, Instant now) {
        boolean coexistence = row.mode() == ConnectionMode.COEXISTENCE;
        if (coexistence && node.isNotOnTheApp()) {
            return end(row, NOT_ON_THE_APP, node.toString(), asked, now);
        }
        if (!coexistence && node.isOnTheApp()) {
            return end(row, ON_THE_APP, node.toString(), asked, now);
        }
        boolean on = coexistence ? node.coexists() : node.isRegistered();
        boolean told = !node.platformType().isEmpty() && !node.status().isEmpty();
        boolean ending = row.state() instanceof Disconnecting || asked.isAboutAnEnd();
        if (ending && told && !(on && node.isRegistered())) {
            // Two pieces of evidence: the event or the wish, and that this number does not work.
            return end(row, NOT_ON_THE_APP, node.toString(), asked, now);
        }
        return on ? resume(row, node, asked, now) : ConnectionChange.silent(row);
    }

    private static ConnectionChange end(
            Connection row, String reason, String evidence, RetestRequest asked, Instant now) {
        if (asked.endsForGood() && row.state() instanceof Live live) {
            String given = asked.reason() == null ? asked.event() : asked.reason();
            return new ConnectionChange(
                    row.withState(live.end(given, asked.by(), now)), "DISCONNECTED", evidence);
        }
        if (row.state() instanceof Disconnecting disconnecting) {
            String ended =
                    switch (disconnecting.by()) {
                        case OWNER -> "OWNER_DISCONNECTED";
                        case SERVICE -> "DEREGISTERED";
                    };
            return new ConnectionChange(
                    row.withState(disconnecting.end(ended, disconnecting.by().name(), now)),
                    "DISCONNECTED",
                    evidence);
        }
        if (row.state() instanceof Connected connected) {
            String given =
                    AccountEventVerdict.OFFBOARDED.equals(asked.event())
                            ? AccountEventVerdict.OFFBOARDED
                            : reason;
            return new ConnectionChange(
                    row.withState(connected.suspend(given, now)), "SUSPENDED", evidence);
        }
        return ConnectionChange.silent(row);
    }

    private static ConnectionChange resume(
            Connection row, PhoneNode node, RetestRequest asked, Instant now) {
        boolean mayResume =
                row.state() instanceof Suspended suspended
                        && (AccountEventVerdict.RECONNECTED.equals(asked.event())
                                || isOfTest(suspended.reason()));
        return mayResume && row.state() instanceof Suspended suspended
                ? new ConnectionChange(
                        row.withState(suspended.resume(now)), "RESUMED", node.toString())
                : ConnectionChange.silent(row);
    }

    /** True for a reason of a test: what a test took away, a test may give back. */
    private static boolean isOfTest(String reason) {
        return switch (reason) {
            case NOT_ON_THE_APP, ON_THE_APP, TOKEN_REFUSED, NUMBER_GONE -> true;
            default -> false;
        };
    }
}
