package dev.coexistence.dispatch.metrics;

import dev.coexistence.dispatch.engine.Engine;
import dev.coexistence.dispatch.number.LaneScheduler;
import dev.coexistence.dispatch.queue.BacklogCounts;
import java.time.InstantSource;

/** Brings the state of queues and numbers into the metrics. */
public final class MetricsRefresher {
    private final Engine engine;
    private final BacklogCounts backlogs;
    private final DispatchMetrics metrics;
    private final InstantSource time;

    public MetricsRefresher(
            Engine engine, BacklogCounts backlogs, DispatchMetrics metrics, InstantSource time) {
        this.engine = engine;
        this.backlogs = backlogs;
        this.metrics = metrics;
        this.time = time;
    }

    public void refresh() {
        var views = engine.ask(LaneScheduler::views).join();
        metrics.show(views, backlogs.count(), time.instant());
    }
}
