package dev.coexistence.dispatch;

import dev.coexistence.dispatch.engine.Dispatcher;
import dev.coexistence.dispatch.lane.Lanes;
import dev.coexistence.dispatch.queue.QueueSettings;
import dev.coexistence.dispatch.queue.Sweeper;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks again and again for what is due by the clock. */
final class Sweeping implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sweeping.class);
    private static final long FORGET_SECONDS = 30;
    private static final long SHOW_SECONDS = 2;

    private final Sweeper sweeper;
    private final Dispatcher dispatcher;
    private final QueueSettings settings;
    private final Showing showing;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("dispatch-sweeper").daemon().factory());

    Sweeping(Sweeper sweeper, Dispatcher dispatcher, QueueSettings settings, Showing showing) {
        this.sweeper = sweeper;
        this.dispatcher = dispatcher;
        this.settings = settings;
        this.showing = showing;
    }

    void start() {
        long every = settings.sweepEvery().toMillis();
        var unused =
                clock.scheduleWithFixedDelay(
                        () -> quietly(this::expire), every, every, TimeUnit.MILLISECONDS);
        var unusedToo =
                clock.scheduleWithFixedDelay(
                        () -> quietly(this::resolve), every, every, TimeUnit.MILLISECONDS);
        var unusedMore =
                clock.scheduleWithFixedDelay(
                        () -> quietly(showing::show), 0, SHOW_SECONDS, TimeUnit.SECONDS);
        var unusedAlso =
                clock.scheduleWithFixedDelay(
                        () -> quietly(this::forget),
                        FORGET_SECONDS,
                        FORGET_SECONDS,
                        TimeUnit.SECONDS);
    }

    /** Evidence came: unknown commands may be decided. */
    void resolveNow() {
        if (asked.compareAndSet(false, true)) {
            clock.execute(() -> {
                asked.set(false);
                quietly(this::resolve);
            });
        }
    }

    private void resolve() {
        var proved = sweeper.proved();
        if (!proved.isEmpty()) {
            dispatcher
                    .engine()
                    .post(lanes ->
                            proved.forEach(one ->
                                    lanes.proved(one.command(), one.wamid(), one.waiting())));
        }
        sweeper.resolveUnknown();
    }

    private void expire() {
        var expired = sweeper.expired();
        if (!expired.waiting().isEmpty() || !expired.scheduled().isEmpty()) {
            dispatcher
                    .engine()
                    .post(lanes -> {
                        lanes.expire(expired.waiting(), true);
                        lanes.expire(expired.scheduled(), false);
                    });
        }
    }

    private void forget() {
        dispatcher.engine().post(Lanes::forgetIdle);
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
