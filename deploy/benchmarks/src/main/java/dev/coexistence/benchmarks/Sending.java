package dev.coexistence.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands for some numbers, each to a recipient of its own, and what arrives of them. */
final class Sending {
    private final Upstream upstream;
    private final SimulatorControl simulator;
    private final List<SimulatorControl.Number> numbers;
    private final String prefix;
    private long next;

    Sending(
            Upstream upstream,
            SimulatorControl simulator,
            List<SimulatorControl.Number> numbers,
            String prefix) {
        this.upstream = upstream;
        this.simulator = simulator;
        this.numbers = List.copyOf(numbers);
        this.prefix = prefix;
    }

    /** Gives each number that many commands at once. */
    void command(int each) {
        for (int i = 0; i < each; i++) {
            for (SimulatorControl.Number number : numbers) {
                long count = next++;
                upstream.send(prefix + "-" + count, number.id(), "+1556" + (1_000_000 + count));
            }
        }
        upstream.flush();
    }

    long commanded() {
        return next;
    }

    long accepted() {
        Map<String, SimulatorControl.Window> windows = simulator.windows();
        return numbers.stream()
                .map(n -> windows.get(n.id()))
                .mapToLong(w -> w == null ? 0 : w.accepted())
                .sum();
    }

    /** Waits until that many were accepted in all. */
    void await(long count, Duration patience) {
        Patience.until(count + " accepted", patience, () -> accepted() >= count);
    }

    /** Waits until nothing was accepted for three seconds: what is in doubt never comes. */
    void awaitQuiet(Duration patience) {
        long[] last = {-1, System.nanoTime()};
        Patience.until(
                "nothing more accepted",
                patience,
                () -> {
                    long now = accepted();
                    if (now != last[0]) {
                        last[0] = now;
                        last[1] = System.nanoTime();
                    }
                    return now >= next || (now > 0 && System.nanoTime() - last[1] > 3_000_000_000L);
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
}
