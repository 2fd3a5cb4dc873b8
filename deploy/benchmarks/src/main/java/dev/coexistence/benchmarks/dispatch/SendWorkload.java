package dev.coexistence.benchmarks.dispatch;

import dev.coexistence.benchmarks.rig.PollingWait;
import dev.coexistence.benchmarks.rig.SimulatorControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands for some numbers, each to a recipient of its own, and what arrives of them. */
final class SendWorkload {
    private static final Duration QUIET = Duration.ofSeconds(12);

    private final UpstreamSystem upstream;
    private final SimulatorControl simulator;
    private final Map<SimulatorControl.Number, Integer> numbers;
    private final String prefix;
    private final long acceptedBefore;
    private long next;
    private long inLastCommand;

    /** Takes the numbers, each with how many commands it gets at a time. */
    SendWorkload(
            UpstreamSystem upstream,
            SimulatorControl simulator,
            Map<SimulatorControl.Number, Integer> numbers,
            String prefix) {
        this.upstream = upstream;
        this.simulator = simulator;
        this.numbers = Map.copyOf(numbers);
        this.prefix = prefix;
        this.acceptedBefore = acceptedInAll();
    }

    /** Gives each number that many times its share, all at once. */
    void command(int times) {
        long before = next;
        for (int i = 0; i < times; i++) {
            numbers.forEach((number, share) -> {
                for (int s = 0; s < share; s++) {
                    long count = next++;
                    upstream.send(prefix + "-" + count, number.id(), "+1556" + (1_000_000 + count));
                }
            });
        }
        upstream.flush();
        inLastCommand = next - before;
    }

    /** All numbers' shares together. */
    int atATime() {
        return numbers.values().stream().mapToInt(share -> share).sum();
    }

    long commandCount() {
        return next;
    }

    /** Accepted since this began. */
    long acceptedCount() {
        return acceptedInAll() - acceptedBefore;
    }

    /** Waits until that many were accepted. */
    void await(long count, Duration patience) {
        PollingWait.await(count + " accepted", patience, () -> acceptedCount() >= count);
    }

    /** Waits until no more than this share of the last commands is still to come. */
    void awaitShare(double left, Duration patience) {
        await(next - (long) (inLastCommand * left), patience);
    }

    /**
     * Waits until all came, or nothing more for longer than a takeover lasts: what is in doubt
     * never comes.
     */
    void awaitQuiet(Duration patience) {
        long[] last = {-1, System.nanoTime()};
        PollingWait.await(
                "nothing more accepted",
                patience,
                () -> {
                    long now = acceptedCount();
                    if (now != last[0]) {
                        last[0] = now;
                        last[1] = System.nanoTime();
                    }
                    return now >= next || System.nanoTime() - last[1] > QUIET.toNanos();
                });
    }

    /** Stamps of a number's accepted sends. */
    List<Long> arrivals(SimulatorControl.Number number) {
        List<Long> nanos = new ArrayList<>();
        for (SimulatorControl.Arrival arrival : simulator.allArrivals(0)) {
            if (arrival.accepted() && arrival.number().equals(number.id())) {
                nanos.add(arrival.nanos());
            }
        }
        return nanos;
    }

    private long acceptedInAll() {
        Map<String, SimulatorControl.Window> windows = simulator.windows();
        return numbers.keySet().stream()
                .map(n -> windows.get(n.id()))
                .mapToLong(w -> w == null ? 0 : w.accepted())
                .sum();
    }
}
