package dev.coexistence.connection.watch;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionState.Live;
import dev.coexistence.connection.meta.PhoneNode;
import dev.coexistence.connection.metrics.ConnectionMetrics;
import dev.coexistence.connection.onboarding.OnboardingEffects;
import dev.coexistence.connection.onboarding.SelfTest;
import dev.coexistence.connection.record.Connections;
import dev.coexistence.connection.record.LinkCheckResults;
import dev.coexistence.graph.CallAllowance;
import dev.coexistence.graph.GraphAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Tests each link daily, and at once where an account event asked for it. Only a definite answer
 * changes a state.
 */
@Component
public class LinkTester {
    private static final Duration DAILY = Duration.ofDays(1);
    private static final int CALLS = 2;

    private final Connections connections;
    private final LinkCheckResults checks;
    private final SelfTest selfTest;
    private final OnboardingEffects effects;
    private final CallAllowance allowance;
    private final ConnectionMetrics metrics;
    private final InstantSource time;

    public LinkTester(
            Connections connections,
            LinkCheckResults checks,
            SelfTest selfTest,
            OnboardingEffects effects,
            CallAllowance allowance,
            ConnectionMetrics metrics,
            InstantSource time) {
        this.connections = connections;
        this.checks = checks;
        this.selfTest = selfTest;
        this.effects = effects;
        this.allowance = allowance;
        this.metrics = metrics;
        this.time = time;
    }

    /** Called every second; tests what is due. */
    public void run() {
        Instant now = time.instant();
        for (UUID id : checks.dueSince(now.minus(DAILY))) {
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
            connections.proveLink(connection.id(), time.instant());
        }
    }

    /**
     * Tests one link now, whatever is due.
     *
     * @return true where what makes a link was shown, and nothing refuted
     */
    public boolean test(Connection connection) {
        if (!(connection.state() instanceof Live)
                || !allowance.take(connection.facts().wabaId(), CALLS)) {
            return false;
        }
        var report = selfTest.run(connection);
        report.findFailed().ifPresent(check -> metrics.countFailedCheck(check.subject()));
        connections.inTransaction(() -> {
            var asked = checks.findRetest(connection.id());
            if (isDefinite(report.node())) {
                checks.endRetest(connection.id());
            }
            checks.keep(connection.id(), report.checks(), time.instant());
            return connections.change(
                    connection.id(),
                    row ->
                            Optional.of(
                                    LinkVerdict.decide(
                                            row,
                                            report,
                                            asked,
                                            node -> effects.budget(row.mode(), node),
                                            time.instant())));
        });
        return report.isConnected();
    }

    /** False where Meta has not said anything: throttled, broken off or not understood. */
    private static boolean isDefinite(GraphAnswer<PhoneNode> answer) {
        return switch (answer) {
            case GraphAnswer.Done<PhoneNode> _, GraphAnswer.Refused<PhoneNode> _ -> true;
            case GraphAnswer.TryLater<PhoneNode> _, GraphAnswer.Unclear<PhoneNode> _ -> false;
        };
    }
}
