package dev.coexistence.simulator.guarantees;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The provider accepts a command at most once. A refused request may be sent again.
 *
 * <p>Valid: refused(a) accepted(a). Broken: accepted(a) accepted(a).
 */
public final class AtMostOnce implements Guarantee {
    private final ViolationLog violations = new ViolationLog(this);
    private final Set<String> accepted = new HashSet<>();

    @Override
    public void arrived(Arrived arrival) {
        if (arrival.accepted() && !accepted.add(arrival.commandId())) {
            violations.add("command " + arrival.commandId() + " was accepted again");
        }
    }

    @Override
    public List<Violation> violations() {
        return violations.all();
    }
}
