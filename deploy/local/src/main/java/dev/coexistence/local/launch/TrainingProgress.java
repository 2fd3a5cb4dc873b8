package dev.coexistence.local.launch;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Says how far the writing of the start-up caches is: a line for each part that started and for
 * each cache written, and a line where nothing else was said for a while.
 */
final class TrainingProgress implements LocalSystem.Listener, AutoCloseable {
    private final PrintStream out;
    private final InstantSource clock;
    private final List<String> pupils;
    private final int parts;
    private final List<String> missing = new ArrayList<>();
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("training-progress").factory());
    private final long began;
    private int started;
    private boolean writing;
    private long said;

    /**
     * @param pupils parts whose caches are written
     * @param parts how many parts start in all
     */
    TrainingProgress(List<String> pupils, int parts, InstantSource clock, PrintStream out) {
        this.out = out;
        this.clock = clock;
        this.pupils = pupils;
        this.parts = parts;
        this.missing.addAll(pupils);
        this.began = clock.millis();
        say("Writing start-up caches, once after a build: " + String.join(", ", pupils));
    }

    /** Says every so often what is still waited for, until it is closed. */
    TrainingProgress remindEvery(Duration pause) {
        var _ =
                watch.scheduleWithFixedDelay(
                        () -> remind(pause),
                        pause.toMillis(),
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
        return this;
    }

    @Override
    public synchronized void started(String part) {
        started++;
        say("  %d of %d started: %s".formatted(started, parts, part));
    }

    @Override
    public synchronized void stopping() {
        if (!writing) {
            writing = true;
            say("  All have started; each writes its cache as it ends");
        }
    }

    @Override
    public synchronized void stopped(String part) {
        if (missing.remove(part)) {
            say(
                    "  %d of %d caches written: %s"
                            .formatted(pupils.size() - missing.size(), pupils.size(), part));
        }
    }

    private synchronized void remind(Duration pause) {
        if (clock.millis() - said < pause.toMillis()) {
            return;
        }
        say(
                writing
                        ? "  Still writing: " + String.join(", ", missing)
                        : "  Still starting: %d of %d so far".formatted(started, parts));
    }

    private synchronized void say(String line) {
        said = clock.millis();
        long seconds = (said - began) / 1000;
        out.println(seconds == 0 ? line : line + " (%d s)".formatted(seconds));
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
