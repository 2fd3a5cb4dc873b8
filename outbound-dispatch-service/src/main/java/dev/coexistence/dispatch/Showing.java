package dev.coexistence.dispatch;

import dev.coexistence.dispatch.engine.Dispatcher;
import dev.coexistence.dispatch.lane.Lanes;
import dev.coexistence.dispatch.queue.Backlogs;
import java.time.InstantSource;

/** Brings how things stand into the metrics. */
record Showing(
        Dispatcher dispatcher, Backlogs backlogs, DispatchMetrics metrics, InstantSource time) {
    void show() {
        var views = dispatcher.engine().ask(Lanes::views).join();
        metrics.show(views, backlogs.count(), time.instant());
    }
}
