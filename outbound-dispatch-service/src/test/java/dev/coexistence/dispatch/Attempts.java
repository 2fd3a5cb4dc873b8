package dev.coexistence.dispatch;

import dev.coexistence.dispatch.lane.Attempt;
import dev.coexistence.dispatch.lane.Command;
import dev.coexistence.dispatch.lane.LaneActions;
import dev.coexistence.dispatch.lane.LaneSettings;
import dev.coexistence.dispatch.lane.Lanes;
import dev.coexistence.dispatch.lane.NumberState;
import dev.coexistence.dispatch.lane.Priority;
import dev.coexistence.dispatch.lane.Rule;
import dev.coexistence.dispatch.pacing.PacingSettings;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Requests for tests of what surrounds the lanes. */
public final class Attempts {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private Attempts() {}

    /** One as the lanes make it. */
    public static Attempt one() {
        var made = new ArrayList<Attempt>();
        var actions =
                (LaneActions)
                        Proxy.newProxyInstance(
                                LaneActions.class.getClassLoader(),
                                new Class<?>[] {LaneActions.class},
                                (_, method, arguments) -> {
                                    if (method.getName().equals("intend")) {
                                        made.add((Attempt) arguments[0]);
                                    }
                                    return null;
                                });
        var ticker = new AtomicLong();
        var lanes =
                Lanes.create(
                        ticker::get,
                        () -> NOW,
                        LaneSettings.defaults(),
                        PacingSettings.defaults(),
                        Rule.all(),
                        actions);
        lanes.takenOver(0, 0, List.of());
        lanes.leasedUntil(Duration.ofMinutes(1).toNanos());
        lanes.inboundKnown(Set.of(0), 1);
        lanes.arrived(
                List.of(
                        new Command(
                                "a",
                                "n",
                                0,
                                1,
                                Priority.NORMAL,
                                "r",
                                new Command.Content("r", null, "text", "{}", null, null, null),
                                new Command.Terms(NOW, null, null, Command.UnknownPolicy.PARK),
                                0,
                                false)));
        lanes.connection(
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
                        null));
        ticker.set(Duration.ofSeconds(5).toNanos());
        lanes.tick();
        return made.getFirst();
    }
}
