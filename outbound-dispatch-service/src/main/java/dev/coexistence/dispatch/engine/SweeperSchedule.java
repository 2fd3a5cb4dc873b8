package dev.coexistence.dispatch.engine;

import dev.coexistence.database.Worker;
import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.queue.QueueSettings;
import dev.coexistence.dispatch.queue.Sweeper;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers of the sweeper, the metrics and the forgetting of idle numbers: one for each, so that
 * none waits for another that fails.
 */
public final class SweeperSchedule implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SweeperSchedule.class);
    private static final Duration FORGET = Duration.ofSeconds(30);
    private static final Duration SHOW = Duration.ofSeconds(2);
    private static final Duration LONGEST_ROUND = Duration.ofMillis(500);

    private final Sweeper sweeper;
    private final Engine engine;
    private final Worker resolving;
    private final List<Worker> workers;

    /**
     * @param refresh brings the state of things into the metrics
     */
    public SweeperSchedule(
            Sweeper sweeper, Engine engine, QueueSettings settings, Runnable refresh) {
        this.sweeper = sweeper;
        this.engine = engine;
        this.resolving = worker("resolve", settings.sweepEvery(), this::resolve);
        this.workers =
                List.of(
                        resolving,
                        worker("expire", settings.sweepEvery(), this::expire),
                        worker("metrics", SHOW, refresh),
                        worker("forget", FORGET, this::forget));
    }

    private static Worker worker(String name, Duration every, Runnable sweep) {
        return new Worker(
                "dispatch-" + name,
                Worker.Pace.every(every).retrying(every).finishing(LONGEST_ROUND),
                () -> {
                    sweep.run();
                    return false;
                });
    }

    public void start() {
        workers.forEach(Worker::start);
    }

    /** Evidence came: unknown commands may be decided. */
    public void resolveNow() {
        resolving.signal();
    }

    private void resolve() {
        var proved = sweeper.proved();
        proved.forEach(one ->
                engine.post(new NumberEvent.Proved(one.command(), one.wamid(), one.waiting())));
        sweeper.resolveUnknown();
    }

    private void expire() {
        var expired = sweeper.expired();
        if (!expired.waiting().isEmpty()) {
            engine.post(new NumberEvent.Expired(expired.waiting(), true));
        }
        if (!expired.scheduled().isEmpty()) {
            engine.post(new NumberEvent.Expired(expired.scheduled(), false));
        }
    }

    private void forget() {
        engine.post(new NumberEvent.IdleCheckDue());
        int forgotten = sweeper.forgetEnded();
        if (forgotten > 0) {
            log.atInfo().addKeyValue("rows", forgotten).log("Old commands forgotten");
        }
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
    }
}
