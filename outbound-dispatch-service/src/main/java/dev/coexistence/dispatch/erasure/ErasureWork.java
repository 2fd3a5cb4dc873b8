package dev.coexistence.dispatch.erasure;

import dev.coexistence.dispatch.engine.Engine;
import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.ownership.Ownership;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Obeys the erasures of the owned partitions: at once, again while a message may be on its way, and
 * once more after a while, for what was being stored at the time.
 */
final class ErasureWork implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ErasureWork.class);
    private static final long LOOK_MILLIS = 500;
    private static final Duration WHILE_UNDER_WAY = Duration.ofSeconds(5);
    private static final Duration AFTER_ALL = Duration.ofMinutes(1);

    private final ErasureStore erasures;
    private final ErasedCommands commands;
    private final Ownership ownership;
    private final Engine engine;
    private final InstantSource time;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("dispatch-erasures").daemon().factory());
    private volatile boolean running;

    ErasureWork(
            ErasureStore erasures,
            ErasedCommands commands,
            Ownership ownership,
            Engine engine,
            InstantSource time) {
        this.erasures = erasures;
        this.commands = commands;
        this.ownership = ownership;
        this.engine = engine;
        this.time = time;
    }

    @Override
    public void start() {
        running = true;
        var unused =
                clock.scheduleWithFixedDelay(
                        this::turn, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void turn() {
        try {
            Set<Integer> owned = ownership.partitions();
            if (!owned.isEmpty()) {
                erasures.due(owned, time.instant()).forEach(this::obey);
            }
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("Erasures wait until they can be obeyed");
        }
    }

    private void obey(ErasureStore.Row erasure) {
        var taken =
                commands.take(
                        erasure.phoneNumberId(), erasures.values(erasure), erasure.erasedAt());
        if (!taken.queued().isEmpty()) {
            engine.post(new NumberEvent.Erased(taken.queued(), true));
        }
        if (!taken.later().isEmpty()) {
            engine.post(new NumberEvent.Erased(taken.later(), false));
        }
        Instant now = time.instant();
        Instant late = erasure.erasedAt().plus(AFTER_ALL);
        if (taken.left() > 0) {
            erasures.again(erasure, now.plus(WHILE_UNDER_WAY));
        } else if (now.isBefore(late)) {
            erasures.again(erasure, late);
        } else {
            erasures.done(erasure);
        }
    }

    @Override
    public void stop() {
        running = false;
        clock.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
