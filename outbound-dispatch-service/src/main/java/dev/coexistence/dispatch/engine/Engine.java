package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.number.LaneScheduler;
import dev.coexistence.dispatch.number.NumberAction;
import dev.coexistence.dispatch.number.NumberEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which lanes decide. Events are queued from any thread; between them the thread
 * sleeps until the next message is due. Every action goes to the edge at once, in order.
 */
public final class Engine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Engine.class);
    private static final long LONGEST_PARK = 50_000_000L;
    private static final int EVENTS_BETWEEN_TICKS = 64;

    private final ConcurrentLinkedQueue<Input> inputs = new ConcurrentLinkedQueue<>();
    private final LaneScheduler lanes;
    private final LongSupplier ticker;
    private final Thread thread =
            Thread.ofPlatform().name("dispatch-lanes").daemon().unstarted(this::run);
    private Edge edge = Edge.NONE;
    private volatile boolean closed;
    private volatile boolean parked;

    /** Surroundings of the decisions. Called on the engine's thread; returns at once. */
    interface Edge {
        /** Nothing is carried out. */
        Edge NONE =
                new Edge() {
                    @Override
                    public void hear(NumberEvent event) {}

                    @Override
                    public void carryOut(NumberAction action) {}
                };

        /** An event is about to be decided. */
        void hear(NumberEvent event);

        void carryOut(NumberAction action);
    }

    private sealed interface Input {}

    private record Event(NumberEvent event) implements Input {}

    private record Question<T>(Function<LaneScheduler, T> question, CompletableFuture<T> answer)
            implements Input {
        void answer(LaneScheduler lanes) {
            try {
                answer.complete(question.apply(lanes));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        }
    }

    public Engine(LaneScheduler lanes, LongSupplier ticker) {
        this.lanes = lanes;
        this.ticker = ticker;
        this.thread.setPriority(Thread.MAX_PRIORITY);
    }

    void start(Edge surroundings) {
        edge = surroundings;
        thread.start();
    }

    /** Hands an event over; returns at once. */
    public void post(NumberEvent event) {
        add(new Event(event));
    }

    /** Asks the lanes something, after all events that were posted before. */
    public <T> CompletableFuture<T> ask(Function<LaneScheduler, T> question) {
        var answer = new CompletableFuture<T>();
        add(new Question<>(question, answer));
        return answer;
    }

    private void add(Input input) {
        inputs.add(input);
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            try {
                turn();
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("A decision failed, its event is lost");
            }
        }
    }

    private void turn() {
        for (int i = 0; i < EVENTS_BETWEEN_TICKS; i++) {
            Input input = inputs.poll();
            if (input == null) {
                break;
            }
            switch (input) {
                case Event event -> decide(event.event());
                case Question<?> question -> question.answer(lanes);
            }
        }
        LaneScheduler.Tick tick = lanes.tick();
        tick.actions().forEach(edge::carryOut);
        if (inputs.isEmpty()) {
            park(tick.nextAt());
        }
    }

    private void decide(NumberEvent event) {
        edge.hear(event);
        lanes.on(event).forEach(edge::carryOut);
    }

    private void park(long nextAt) {
        long now = ticker.getAsLong();
        long pause = nextAt == Long.MAX_VALUE ? LONGEST_PARK : Math.min(nextAt - now, LONGEST_PARK);
        if (pause > 0) {
            parked = true;
            if (inputs.isEmpty()) {
                LockSupport.parkNanos(this, pause);
            }
            parked = false;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
