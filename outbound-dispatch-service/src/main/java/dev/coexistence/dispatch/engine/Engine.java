package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.lane.Lanes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which lanes decide. Events are queued from any thread; between them the thread
 * sleeps until the next message is due.
 */
public final class Engine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Engine.class);
    private static final long LONGEST_PARK = 50_000_000L;
    private static final int EVENTS_BETWEEN_TICKS = 64;

    private final ConcurrentLinkedQueue<Consumer<Lanes>> events = new ConcurrentLinkedQueue<>();
    private final LongSupplier ticker;
    private final Thread thread;
    private final Lanes lanes;
    private volatile boolean closed;
    private volatile boolean parked;

    public Engine(Lanes lanes, LongSupplier ticker) {
        this.lanes = lanes;
        this.ticker = ticker;
        this.thread = Thread.ofPlatform().name("dispatch-lanes").daemon().unstarted(this::run);
        this.thread.setPriority(Thread.MAX_PRIORITY);
    }

    public void start() {
        thread.start();
    }

    /** Hands an event over; returns at once. */
    public void post(Consumer<Lanes> event) {
        events.add(event);
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    /** Asks the lanes something. */
    public <T> CompletableFuture<T> ask(Function<Lanes, T> question) {
        var answer = new CompletableFuture<T>();
        post(known -> {
            try {
                answer.complete(question.apply(known));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private void run() {
        while (!closed) {
            try {
                turn();
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("A lane failed");
            }
        }
    }

    private void turn() {
        for (int i = 0; i < EVENTS_BETWEEN_TICKS; i++) {
            Consumer<Lanes> event = events.poll();
            if (event == null) {
                break;
            }
            event.accept(lanes);
        }
        long next = lanes.tick();
        if (!events.isEmpty()) {
            return;
        }
        long now = ticker.getAsLong();
        long pause = next == Long.MAX_VALUE ? LONGEST_PARK : Math.min(next - now, LONGEST_PARK);
        if (pause > 0) {
            parked = true;
            if (events.isEmpty()) {
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
