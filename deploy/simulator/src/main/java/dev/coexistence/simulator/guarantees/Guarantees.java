package dev.coexistence.simulator.guarantees;

import java.util.ArrayList;
import java.util.List;

/** Several promises watched together. */
public final class Guarantees implements Guarantee {
    private final List<Guarantee> guarantees;

    private Guarantees(List<Guarantee> guarantees) {
        this.guarantees = List.copyOf(guarantees);
    }

    public static Guarantees of(Guarantee... guarantees) {
        return new Guarantees(List.of(guarantees));
    }

    @Override
    public void commanded(Commanded command) {
        guarantees.forEach(g -> g.commanded(command));
    }

    @Override
    public void arrived(Arrived arrival) {
        guarantees.forEach(g -> g.arrived(arrival));
    }

    @Override
    public void ended(Ended end) {
        guarantees.forEach(g -> g.ended(end));
    }

    @Override
    public List<Violation> violations() {
        List<Violation> all = new ArrayList<>();
        guarantees.forEach(g -> all.addAll(g.violations()));
        return all;
    }

    @Override
    public List<Violation> finish() {
        List<Violation> all = new ArrayList<>();
        guarantees.forEach(g -> all.addAll(g.finish()));
        return all;
    }

    /** Ends the run and fails with every broken promise in the message. */
    public void assertKept() {
        List<Violation> broken = finish();
        if (!broken.isEmpty()) {
            StringBuilder text = new StringBuilder("broken promises: ").append(broken.size());
            broken.forEach(v ->
                    text.append("\n  ").append(v.guarantee()).append(": ").append(v.sentence()));
            throw new AssertionError(text.toString());
        }
    }
}
