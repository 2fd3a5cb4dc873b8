package dev.coexistence.connection.watch;

import dev.coexistence.connection.lifecycle.RetestRequest;
import java.util.function.ToIntFunction;
import dev.coexistence.connection.lifecycle.Change;
import dev.coexistence.connection.lifecycle.Check;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Disconnecting;
import dev.coexistence.connection.lifecycle.ConnectionState.Live;
import dev.coexistence.connection.lifecycle.ConnectionState.Suspended;
import dev.coexistence.connection.lifecycle.Lifecycle;
import dev.coexistence.connection.lifecycle.NumberFacts;
import dev.coexistence.graph.GraphAnswer;
import dev.coexistence.connection.meta.PhoneNode;
import dev.coexistence.connection.onboarding.SelfTest;
import java.time.Instant;

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
    static Change decide(
            Connection row,
            SelfTest.Report report,
            RetestRequest asked,
            ToIntFunction<PhoneNode> budget,
            Instant now) {
        boolean gone =
                Lifecycle.UNINSTALLED.equals(asked.event())
                        && report.failed()
                                .filter(check -> check.subject() == Check.Subject.SUBSCRIPTION)
                                .isPresent();
        if (gone) {
            return end(row, Lifecycle.UNINSTALLED, "subscribed_apps names no app", asked, now);
        }
        return switch (report.node()) {
            case GraphAnswer.Done<PhoneNode>(PhoneNode node) -> {
                var seen =
                        row.identified(row.facts().shown(NumberFacts.Profile.of(node)))
                                .paced(budget.applyAsInt(node));
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
                            : Change.silent(row);
            case GraphAnswer.TryLater<PhoneNode> _, GraphAnswer.Unclear<PhoneNode> _ ->
                    Change.silent(row);
        };
    }

    /** A new rating alone is worth an entry in the history. */
    private static Change rate(Connection before, Change change) {
        var was = before.facts().profile().quality();
        var is = change.next().facts().profile().quality();
        return was == is || !change.event().isEmpty()
                ? change
                : new Change(
                        change.next(), "QUALITY_RATED", "quality_rating " + is + " after " + was);
    }

    /** Decides by Meta's fields; silence in them means nothing. */
    static Change decide(Connection row, PhoneNode node, RetestRequest asked, Instant now) {
        boolean coexistence = row.mode() == ConnectionMode.COEXISTENCE;
        if (coexistence && node.definitelyNotOnTheApp()) {
            return end(row, NOT_ON_THE_APP, node.toString(), asked, now);
        }
        if (!coexistence && node.onTheApp()) {
            return end(row, ON_THE_APP, node.toString(), asked, now);
        }
        boolean on = coexistence ? node.coexists() : node.registered();
        boolean told = !node.platformType().isEmpty() && !node.status().isEmpty();
        boolean ending = row.state() instanceof Disconnecting || asked.isAboutAnEnd();
        if (ending && told && !(on && node.registered())) {
            // Two pieces of evidence: the event or the wish, and that this number does not work.
            return end(row, NOT_ON_THE_APP, node.toString(), asked, now);
        }
        return on ? resume(row, node, asked, now) : Change.silent(row);
    }

    private static Change end(
            Connection row, String reason, String evidence, RetestRequest asked, Instant now) {
        if (asked.endsForGood() && row.state() instanceof Live live) {
            String given = asked.reason() == null ? asked.event() : asked.reason();
            return new Change(
                    row.in(live.removed(given, asked.by(), now)), "DISCONNECTED", evidence);
        }
        if (row.state() instanceof Disconnecting disconnecting) {
            String ended =
                    switch (disconnecting.by()) {
                        case OWNER -> "OWNER_DISCONNECTED";
                        case SERVICE -> "DEREGISTERED";
                    };
            return new Change(
                    row.in(disconnecting.removed(ended, disconnecting.by().name(), now)),
                    "DISCONNECTED",
                    evidence);
        }
        if (row.state() instanceof Connected connected) {
            String given =
                    Lifecycle.OFFBOARDED.equals(asked.event()) ? Lifecycle.OFFBOARDED : reason;
            return new Change(row.in(connected.suspended(given, now)), "SUSPENDED", evidence);
        }
        return Change.silent(row);
    }

    private static Change resume(Connection row, PhoneNode node, RetestRequest asked, Instant now) {
        boolean mayResume =
                row.state() instanceof Suspended suspended
                        && (Lifecycle.RECONNECTED.equals(asked.event())
                                || isOfTest(suspended.reason()));
        return mayResume && row.state() instanceof Suspended suspended
                ? new Change(row.in(suspended.resumed(now)), "RESUMED", node.toString())
                : Change.silent(row);
    }

    /** True for a reason of a test: what a test took away, a test may give back. */
    private static boolean isOfTest(String reason) {
        return switch (reason) {
            case NOT_ON_THE_APP, ON_THE_APP, TOKEN_REFUSED, NUMBER_GONE -> true;
            default -> false;
        };
    }
}
