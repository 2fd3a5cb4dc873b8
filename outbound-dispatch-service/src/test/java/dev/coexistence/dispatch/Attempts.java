package dev.coexistence.dispatch;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.number.LaneScheduler;
import dev.coexistence.dispatch.number.NumberAction;
import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.number.NumberState;
import dev.coexistence.dispatch.number.SendAttempt;
import dev.coexistence.dispatch.pacing.LaneSettings;
import dev.coexistence.dispatch.pacing.PacingSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Requests for tests of what surrounds the lanes. */
public final class Attempts {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private Attempts() {}

    /** One as the lanes make it. */
    public static SendAttempt one() {
        var ticker = new AtomicLong();
        var lanes =
                new LaneScheduler(
                        ticker::get, () -> NOW, LaneSettings.defaults(), PacingSettings.defaults());
        lanes.on(new NumberEvent.TakenOver(0, 0, List.of()));
        lanes.on(new NumberEvent.LeaseRenewed(Duration.ofMinutes(1).toNanos()));
        lanes.on(new NumberEvent.InboundKnown(Set.of(0), 1));
        lanes.on(
                new NumberEvent.Arrived(
                        List.of(
                                new Command(
                                        "a",
                                        "n",
                                        0,
                                        1,
                                        Priority.NORMAL,
                                        "r",
                                        new Command.Content(
                                                "r", null, "text", "{}", null, null, null),
                                        new Command.Terms(
                                                NOW, null, null, Command.UnknownPolicy.PARK),
                                        0,
                                        false))));
        lanes.on(
                new NumberEvent.ConnectionChanged(
                        "n",
                        new NumberState(
                                "n",
                                1,
                                1,
                                false,
                                null,
                                "coexistence",
                                20,
                                "seven-io",
                                List.of(),
                                "t",
                                null,
                                null)));
        ticker.set(Duration.ofSeconds(5).toNanos());
        return lanes.tick().actions().stream()
                .filter(NumberAction.Intend.class::isInstance)
                .map(action -> ((NumberAction.Intend) action).attempt())
                .findFirst()
                .orElseThrow();
    }
}
