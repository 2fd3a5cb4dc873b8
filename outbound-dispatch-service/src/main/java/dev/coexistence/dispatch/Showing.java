package dev.coexistence.dispatch;

import dev.coexistence.dispatch.engine.Engine;
import dev.coexistence.dispatch.lane.Lanes;
import dev.coexistence.dispatch.queue.Backlogs;
import java.time.InstantSource;

/** Brings the state of queues and numbers into the metrics. */
final class Showing {
    private final Engine engine;
    private final Backlogs backlogs;
    private final DispatchMetrics metrics;
    private final InstantSource time;

    Showing(Engine engine, Backlogs backlogs, DispatchMetrics metrics, InstantSource time) {
        this.engine = engine;
        this.backlogs = backlogs;
        this.metrics = metrics;
        this.time = time;
    }

    void refresh() {
        var views = engine.ask(Lanes::views).join();
        metrics.show(views, backlogs.count(), time.instant());
    }
}
