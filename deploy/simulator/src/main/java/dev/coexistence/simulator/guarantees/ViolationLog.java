package dev.coexistence.simulator.guarantees;

import java.util.ArrayList;
import java.util.List;

/** Violations of one promise; keeps the first hundred. */
final class ViolationLog {
    private static final int KEPT = 100;

    private final String guarantee;
    private final List<Violation> kept = new ArrayList<>();

    ViolationLog(Guarantee guarantee) {
        this.guarantee = guarantee.getClass().getSimpleName();
    }

    void add(String sentence) {
        if (kept.size() < KEPT) {
            kept.add(new Violation(guarantee, sentence));
        }
    }

    List<Violation> all() {
        return List.copyOf(kept);
    }
}
