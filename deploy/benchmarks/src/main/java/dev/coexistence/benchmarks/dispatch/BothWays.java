package dev.coexistence.benchmarks.dispatch;

import dev.coexistence.benchmarks.rig.SimulatorControl;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Customers write to numbers, and their owners in the app, at an even pace: three and one a second
 * to each number. It goes on whatever else stands still; a turn that was missed is not made up for,
 * since a burst is no even pace.
 */
final class BothWays implements AutoCloseable {
    /** Messages a second of one number that the dispatcher did not send. */
    static final int PER_SECOND = 4;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final String CUSTOMER = "+15550171";

    private final SimulatorControl simulator;
    private final List<SimulatorControl.Number> numbers;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean failed;

    BothWays(SimulatorControl simulator, List<SimulatorControl.Number> numbers) {
        this.simulator = simulator;
        this.numbers = List.copyOf(numbers);
        this.thread = Thread.ofPlatform().name("both-ways").daemon().unstarted(this::run);
        this.thread.start();
    }

    /** Tells whether it ended before it was told to. */
    boolean failed() {
        return failed;
    }

    private void run() {
        long apart = SECOND / (PER_SECOND * numbers.size());
        long due = System.nanoTime();
        try {
            for (long turn = 0; !closed; turn++) {
                long left = due - System.nanoTime();
                while (left > 0) {
                    LockSupport.parkNanos(left);
                    left = due - System.nanoTime();
                }
                write(turn);
                due = Math.max(due, System.nanoTime() - apart) + apart;
            }
        } catch (RuntimeException e) {
            failed = !closed;
        }
    }

    private void write(long turn) {
        SimulatorControl.Number number = numbers.get((int) (turn % numbers.size()));
        long round = turn / numbers.size();
        String peer = CUSTOMER + "%03d".formatted(round % 1000);
        if (round % PER_SECOND == 0) {
            simulator.ownerWrites(number, peer);
        } else {
            simulator.customerWrites(number, peer);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(35).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
