package dev.coexistence.dispatch.erasure;

import dev.coexistence.database.Worker;
import dev.coexistence.dispatch.engine.Engine;
import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.ownership.Ownership;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.context.SmartLifecycle;

/**
 * Obeys the erasures of the owned partitions: at once, again while a message may be on its way, and
 * once more after a while, for what was being stored at the time.
 */
final class ErasureWork implements SmartLifecycle {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration WHILE_UNDER_WAY = Duration.ofSeconds(5);
    private static final Duration AFTER_ALL = Duration.ofMinutes(1);

    private final ErasureStore erasures;
    private final ErasedCommands commands;
    private final Ownership ownership;
    private final Engine engine;
    private final InstantSource time;
    private final Worker worker =
            new Worker("dispatch-erasures", Worker.Pace.every(LOOK), this::obeyDue);

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
        worker.start();
    }

    private boolean obeyDue() {
        Set<Integer> owned = ownership.partitions();
        if (!owned.isEmpty()) {
            erasures.due(owned, time.instant()).forEach(this::obey);
        }
        return false;
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
        worker.close();
    }

    @Override
    public boolean isRunning() {
        return worker.isRunning();
    }
}
