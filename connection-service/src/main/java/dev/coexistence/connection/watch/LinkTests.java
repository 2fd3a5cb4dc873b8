package dev.coexistence.connection.watch;

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
import dev.coexistence.connection.meta.CallAllowance;
import dev.coexistence.connection.meta.MetaAnswer;
import dev.coexistence.connection.meta.PhoneNode;
import dev.coexistence.connection.metrics.ConnectionMetrics;
import dev.coexistence.connection.onboarding.Onboarding;
import dev.coexistence.connection.onboarding.OnboardingEffects;
import dev.coexistence.connection.onboarding.SelfTest;
import dev.coexistence.connection.record.Connections;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tests each link daily, and at once where an account event asked for it. Only a definite answer
 * changes a state.
 */
public class LinkTests {
    private static final Duration DAILY = Duration.ofDays(1);
    private static final int CALLS = 2;
    static final String NOT_ON_THE_APP = "NOT_ON_THE_APP";
    static final String ON_THE_APP = "ON_THE_APP";
    static final String TOKEN_REFUSED = "TOKEN_REFUSED";
    static final String NUMBER_GONE = "NUMBER_GONE";

    private final Connections connections;
    private final Onboarding.Journal journal;
    private final SelfTest selfTest;
    private final OnboardingEffects effects;
    private final Means means;

    /** What a test is run by. */
    public record Means(
            JdbcClient jdbc,
            CallAllowance allowance,
            ConnectionMetrics metrics,
            InstantSource time) {}

    public LinkTests(
            Connections connections,
            Onboarding.Journal journal,
            SelfTest selfTest,
            OnboardingEffects effects,
            Means means) {
        this.connections = connections;
        this.journal = journal;
        this.selfTest = selfTest;
        this.effects = effects;
        this.means = means;
    }

    /** An account event that asked for the test, because it did not say which number it means. */
    record Asked(@Nullable String event, @Nullable String reason, @Nullable String by) {
        boolean aboutAnEnd() {
            return endsForGood() || Lifecycle.OFFBOARDED.equals(event);
        }

        boolean endsForGood() {
            return Lifecycle.REMOVED.equals(event) || Lifecycle.UNINSTALLED.equals(event);
        }
    }

    /** Called every second; tests what is due. */
    public void run() {
        Instant now = means.time().instant();
        for (UUID id : journal.checks().dueSince(now.minus(DAILY))) {
            connections
                    .find(id)
                    .ifPresent(connection -> {
                        var unused = test(connection);
                    });
        }
    }

    /**
     * Tests one link now, and publishes that it works, where it does: whoever holds the number for
     * a refusal tries again after that.
     */
    public void testAndTell(Connection connection) {
        if (test(connection)) {
            connections.linkProven(connection.id(), means.time().instant());
        }
    }

    /**
     * Tests one link now, whatever is due.
     *
     * @return true where what makes a link was shown, and nothing refuted
     */
    public boolean test(Connection connection) {
        if (!(connection.state() instanceof Live)
                || !means.allowance().take(connection.facts().wabaId(), CALLS)) {
            return false;
        }
        var report = selfTest.run(connection, journal.vault().token(connection));
        report.failed().ifPresent(check -> means.metrics().checkFailed(check.subject()));
        connections.together(() -> {
            var asked = asked(connection.id(), definite(report.node()));
            journal.checks().keep(connection.id(), report.checks(), means.time().instant());
            return connections.change(
                    connection.id(), row -> Optional.of(judge(row, report, asked)));
        });
        return report.connected();
    }

    /** Throttled, broken off or not understood, Meta has not said anything. */
    private static boolean definite(MetaAnswer<PhoneNode> answer) {
        return switch (answer) {
            case MetaAnswer.Done<PhoneNode> _, MetaAnswer.Refused<PhoneNode> _ -> true;
            case MetaAnswer.TryLater<PhoneNode> _, MetaAnswer.Unclear<PhoneNode> _ -> false;
        };
    }

    /**
     * @param answered whether the question is answered now; one that is not stays for the next test
     */
    private Asked asked(UUID id, boolean answered) {
        var asked =
                means.jdbc()
                        .sql(
                                "select retest_event, retest_reason, retest_by from connection where id = :id")
                        .param("id", id)
                        .query((row, _) ->
                                new Asked(row.getString(1), row.getString(2), row.getString(3)))
                        .single();
        if (!answered) {
            return asked;
        }
        means.jdbc()
                .sql(
                        """
                        update connection set retest_event = null, retest_reason = null, retest_by = null
                        where id = :id
                        """)
                .param("id", id)
                .update();
        return asked;
    }

    private Change judge(Connection row, SelfTest.Report report, Asked asked) {
        Instant now = means.time().instant();
        boolean gone =
                Lifecycle.UNINSTALLED.equals(asked.event())
                        && report.failed()
                                .filter(check -> check.subject() == Check.Subject.SUBSCRIPTION)
                                .isPresent();
        if (gone) {
            return off(row, Lifecycle.UNINSTALLED, "subscribed_apps names no app", asked, now);
        }
        return switch (report.node()) {
            case MetaAnswer.Done<PhoneNode>(PhoneNode node) -> {
                var seen =
                        row.identified(row.facts().shown(NumberFacts.Profile.of(node)))
                                .paced(effects.budget(row.mode(), node));
                yield rated(row, judge(seen, node, asked, now));
            }
            case MetaAnswer.Refused<PhoneNode>(var refusal) ->
                    refusal.definitelyGone() || (asked.endsForGood() && refusal.objectOutOfReach())
                            ? off(
                                    row,
                                    refusal.code() == 190 ? TOKEN_REFUSED : NUMBER_GONE,
                                    "Meta refused, code " + refusal.code(),
                                    asked,
                                    now)
                            : Change.silent(row);
            case MetaAnswer.TryLater<PhoneNode> _, MetaAnswer.Unclear<PhoneNode> _ ->
                    Change.silent(row);
        };
    }

    /** A new rating alone is worth an entry in the history. */
    private static Change rated(Connection before, Change change) {
        var was = before.facts().profile().quality();
        var is = change.next().facts().profile().quality();
        return was == is || !change.event().isEmpty()
                ? change
                : new Change(
                        change.next(), "QUALITY_RATED", "quality_rating " + is + " after " + was);
    }

    /** What Meta's fields mean for a link; silence in them means nothing. */
    static Change judge(Connection row, PhoneNode node, Asked asked, Instant now) {
        boolean coexistence = row.mode() == ConnectionMode.COEXISTENCE;
        if (coexistence && node.definitelyNotOnTheApp()) {
            return off(row, NOT_ON_THE_APP, node.toString(), asked, now);
        }
        if (!coexistence && node.onTheApp()) {
            return off(row, ON_THE_APP, node.toString(), asked, now);
        }
        boolean on = coexistence ? node.coexists() : node.registered();
        boolean told = !node.platformType().isEmpty() && !node.status().isEmpty();
        boolean ending = row.state() instanceof Disconnecting || asked.aboutAnEnd();
        if (ending && told && !(on && node.registered())) {
            // Two pieces of evidence: the event or the wish, and that this number does not work.
            return off(row, NOT_ON_THE_APP, node.toString(), asked, now);
        }
        return on ? on(row, node, asked, now) : Change.silent(row);
    }

    private static Change off(
            Connection row, String reason, String evidence, Asked asked, Instant now) {
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

    private static Change on(Connection row, PhoneNode node, Asked asked, Instant now) {
        boolean mayResume =
                row.state() instanceof Suspended suspended
                        && (Lifecycle.RECONNECTED.equals(asked.event())
                                || byTest(suspended.reason()));
        return mayResume && row.state() instanceof Suspended suspended
                ? new Change(row.in(suspended.resumed(now)), "RESUMED", node.toString())
                : Change.silent(row);
    }

    /** What a test took away, a test may give back. */
    private static boolean byTest(String reason) {
        return switch (reason) {
            case NOT_ON_THE_APP, ON_THE_APP, TOKEN_REFUSED, NUMBER_GONE -> true;
            default -> false;
        };
    }
}
