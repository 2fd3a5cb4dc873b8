package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.queue.QueueSettings;
import dev.coexistence.dispatch.queue.Sweeper;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Timer of the sweeper, the metrics and the forgetting of idle numbers. */
public final class SweeperSchedule implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SweeperSchedule.class);
    private static final long FORGET_SECONDS = 30;
    private static final long SHOW_SECONDS = 2;

    private final Sweeper sweeper;
    private final Engine engine;
    private final QueueSettings settings;
    private final Runnable refresh;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("dispatch-sweeper").daemon().factory());

    /**
     * @param refresh brings the state of things into the metrics
     */
    public SweeperSchedule(
            Sweeper sweeper, Engine engine, QueueSettings settings, Runnable refresh) {
        this.sweeper = sweeper;
        this.engine = engine;
        this.settings = settings;
        this.refresh = refresh;
    }

    public void start() {
        long every = settings.sweepEvery().toMillis();
        var unused =
                clock.scheduleWithFixedDelay(
                        () -> quietly(this::expire), every, every, TimeUnit.MILLISECONDS);
        var unusedToo =
                clock.scheduleWithFixedDelay(
                        () -> quietly(this::resolve), every, every, TimeUnit.MILLISECONDS);
        var unusedMore =
                clock.scheduleWithFixedDelay(
                        () -> quietly(refresh), 0, SHOW_SECONDS, TimeUnit.SECONDS);
        var unusedAlso =
                clock.scheduleWithFixedDelay(
                        () -> quietly(this::forget),
                        FORGET_SECONDS,
                        FORGET_SECONDS,
                        TimeUnit.SECONDS);
    }

    /** Evidence came: unknown commands may be decided. */
    public void resolveNow() {
        if (asked.compareAndSet(false, true)) {
            clock.execute(() -> {
                asked.set(false);
                quietly(this::resolve);
            });
        }
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

    private static void quietly(Runnable sweep) {
        try {
            sweep.run();
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.toString()).log("Sweep failed, trying again");
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
