package dev.coexistence.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A child process with a log file: waited for until healthy, stopped, killed, paused. Thread-safe.
 */
public final class LocalProcess implements AutoCloseable {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final ProcessPlan plan;
    private final Process process;

    private LocalProcess(ProcessPlan plan, Process process) {
        this.plan = plan;
        this.process = process;
    }

    public static LocalProcess start(ProcessPlan plan) {
        try {
            Path folder = plan.log().toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            var builder =
                    new ProcessBuilder(plan.command())
                            .redirectErrorStream(true)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(plan.log().toFile());
            builder.environment().putAll(plan.environment());
            return new LocalProcess(plan, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(plan.name() + " cannot be started", e);
        }
    }

    public String name() {
        return plan.name();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The end of what it wrote. */
    public String lastLines(int count) {
        return LogTail.read(plan.log(), count);
    }

    /**
     * Waits until it is healthy.
     *
     * @param healthy asked every 50 ms; must answer soon
     * @throws PartFailed where it ends first or the patience does
     */
    public void awaitHealthy(BooleanSupplier healthy, Duration patience) {
        var deadline = CLOCK.instant().plus(patience);
        while (!healthy.getAsBoolean()) {
            if (endsWithin(LOOK)) {
                throw new PartFailed(
                        name(), "ended with exit code " + process.exitValue(), lastLines(20));
            }
            if (CLOCK.instant().isAfter(deadline)) {
                throw new PartFailed(
                        name(),
                        "was not healthy after " + patience.toSeconds() + " s",
                        lastLines(20));
            }
        }
    }

    /** Asks it to end (SIGTERM), and kills it where it does not within the grace. */
    public void stop(Duration grace) {
        process.destroy();
        if (!endsWithin(grace)) {
            kill();
        }
    }

    /** Asks it to end, without waiting. */
    public void askToStop() {
        process.destroy();
    }

    /** kill -9 to it and to what it started, and waits until it is gone. */
    public void kill() {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        endsWithin(GRACE);
    }

    /** SIGSTOP: alive, but does nothing more until {@link #resume}. */
    public void suspend() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    /**
     * Its share of the machine's memory now: what it has for itself and its part of shared pages.
     */
    public ProcessMemory memory() {
        return ProcessMemory.of(pid());
    }

    /** Tells whether it is over, now or before that time has passed. */
    public boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + name(), e);
        }
    }

    @Override
    public void close() {
        stop(GRACE);
    }

    private void signal(String signal) {
        try {
            var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException(name() + " took no SIG" + signal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("No signal can be sent to " + name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while signalling " + name(), e);
        }
    }
}
