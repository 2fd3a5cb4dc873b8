package dev.coexistence.simulator.fault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The misbehaviour now asked for; the oldest that matches strikes. */
public final class ActiveFaults {
    private static final class Armed {
        private final Fault fault;
        private final SplittableRandom chance;
        private long struck;

        private Armed(Fault fault) {
            this.fault = fault;
            this.chance = new SplittableRandom(fault.seed());
        }

        private boolean spent() {
            return fault.times() > 0 && struck >= fault.times();
        }
    }

    private final Map<Long, Armed> armed = new LinkedHashMap<>();
    private long next = 1;
    private volatile boolean none = true;

    /** Arms a fault and returns its id. */
    public synchronized long add(Fault fault) {
        armed.put(next, new Armed(fault));
        none = false;
        return next++;
    }

    public synchronized void remove(long id) {
        armed.remove(id);
        none = armed.isEmpty();
    }

    public synchronized void clear() {
        armed.clear();
        none = true;
    }

    public synchronized Map<Long, Fault> all() {
        Map<Long, Fault> faults = new LinkedHashMap<>();
        armed.forEach((id, one) -> faults.put(id, one.fault));
        return faults;
    }

    /** The faults that strike this call: at most one of each kind, oldest first. */
    public List<Fault> strike(String endpoint, String number, String recipient) {
        if (none) {
            return List.of();
        }
        return strikeArmed(endpoint, number, recipient);
    }

    /** The fault of one kind that strikes, if any. */
    public @Nullable Fault strikeOf(
            Fault.Kind kind, String endpoint, String number, String recipient) {
        if (none) {
            return null;
        }
        synchronized (this) {
            for (Armed one : List.copyOf(armed.values())) {
                if (one.fault.kind() == kind && strikes(one, endpoint, number, recipient)) {
                    forgetSpent();
                    return one.fault;
                }
            }
            return null;
        }
    }

    private synchronized List<Fault> strikeArmed(String endpoint, String number, String recipient) {
        List<Fault> struck = new ArrayList<>();
        for (Armed one : armed.values()) {
            boolean another = struck.stream().anyMatch(f -> f.kind() == one.fault.kind());
            if (!another
                    && one.fault.kind() != Fault.Kind.GHOST
                    && strikes(one, endpoint, number, recipient)) {
                struck.add(one.fault);
            }
        }
        forgetSpent();
        return struck;
    }

    private static boolean strikes(Armed one, String endpoint, String number, String recipient) {
        if (one.spent() || !one.fault.where().covers(endpoint, number, recipient)) {
            return false;
        }
        if (one.fault.probability() < 1 && one.chance.nextDouble() >= one.fault.probability()) {
            return false;
        }
        one.struck++;
        return true;
    }

    private void forgetSpent() {
        armed.values().removeIf(Armed::spent);
        none = armed.isEmpty();
    }
}
