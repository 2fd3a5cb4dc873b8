package dev.coexistence.ingest.operate;

import dev.coexistence.ingest.LowPriorityThreads;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replays in the background, one at a time, with the last 20 runs. Thread-safe. */
final class ReplayRuns implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReplayRuns.class);
    private static final int REMEMBERED = 20;

    private final Replay replay;
    private final InstantSource time;
    private final ExecutorService background =
            Executors.newThreadPerTaskExecutor(task ->
                    Thread.ofPlatform()
                            .daemon()
                            .name("replay")
                            .unstarted(LowPriorityThreads.decorate(task)));
    private final Map<String, Run> runs = new LinkedHashMap<>();

    /** State of a run. */
    enum State {
        RUNNING,
        COMPLETE,
        FAILED
    }

    /**
     * One replay.
     *
     * @param failure why it failed, where it did
     */
    record Run(
            String id,
            Replay.Order order,
            State state,
            Instant beganAt,
            ReplayReport report,
            @Nullable String failure) {
        Run end(State end, @Nullable String why) {
            return new Run(id, order, end, beganAt, report, why);
        }
    }

    ReplayRuns(Replay replay, InstantSource time) {
        this.replay = replay;
        this.time = time;
    }

    /** Begins a replay; empty where one is running. */
    synchronized Optional<Run> begin(Replay.Order order) {
        if (runs.values().stream().anyMatch(run -> run.state() == State.RUNNING)) {
            return Optional.empty();
        }
        var run =
                new Run(
                        UUID.randomUUID().toString(),
                        order,
                        State.RUNNING,
                        time.instant(),
                        new ReplayReport(),
                        null);
        runs.put(run.id(), run);
        if (runs.size() > REMEMBERED) {
            runs.remove(runs.keySet().iterator().next());
        }
        background.execute(() -> run(run));
        return Optional.of(run);
    }

    synchronized Optional<Run> find(String id) {
        return Optional.ofNullable(runs.get(id));
    }

    private void run(Run run) {
        try {
            replay.run(run.order(), run.report());
            put(run.end(State.COMPLETE, null));
            log.atInfo().addKeyValue("replay", run.id()).log("Replay complete");
        } catch (RuntimeException e) {
            String why = e.getMessage();
            put(run.end(State.FAILED, why == null ? e.getClass().getName() : why));
            log.atWarn()
                    .addKeyValue("replay", run.id())
                    .addKeyValue("error", e.getClass().getName())
                    .log("Replay failed");
        }
    }

    private synchronized void put(Run run) {
        runs.replace(run.id(), run);
    }

    @Override
    public void close() {
        background.shutdownNow();
    }
}
