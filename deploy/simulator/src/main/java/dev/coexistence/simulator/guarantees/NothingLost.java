package dev.coexistence.simulator.guarantees;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every command ends in exactly one terminal result, and the result tells the truth.
 *
 * <p>An end of UNKNOWN is true either way. Ends other than ACCEPTED and UNKNOWN say that nothing
 * was sent.
 */
public final class NothingLost implements Guarantee {
    private final ViolationLog violations = new ViolationLog(this);
    private final Set<String> commanded = new HashSet<>();
    private final Set<String> accepted = new HashSet<>();
    private final Map<String, String> ends = new HashMap<>();

    @Override
    public void commanded(Commanded command) {
        commanded.add(command.commandId());
    }

    @Override
    public void arrived(Arrived arrival) {
        if (!commanded.contains(arrival.commandId())) {
            violations.add("command " + arrival.commandId() + " arrived but nobody gave it");
        }
        if (arrival.accepted()) {
            accepted.add(arrival.commandId());
        }
    }

    @Override
    public void ended(Ended end) {
        String before = ends.putIfAbsent(end.commandId(), end.outcome());
        if (before != null) {
            violations.add(
                    "command " + end.commandId() + " ended " + end.outcome() + " after " + before);
        }
        if (!commanded.contains(end.commandId())) {
            violations.add("command " + end.commandId() + " ended but nobody gave it");
        }
    }

    @Override
    public List<Violation> violations() {
        return violations.all();
    }

    @Override
    public List<Violation> finish() {
        ViolationLog atTheEnd = new ViolationLog(this);
        violations.all().forEach(v -> atTheEnd.add(v.sentence()));
        for (String command : commanded) {
            String end = ends.get(command);
            boolean taken = accepted.contains(command);
            if (end == null) {
                atTheEnd.add("command " + command + " has no terminal result");
            } else if (end.equals("ACCEPTED") && !taken) {
                atTheEnd.add("command " + command + " ended ACCEPTED but never arrived");
            } else if (!end.equals("ACCEPTED") && !end.equals("UNKNOWN") && taken) {
                atTheEnd.add("command " + command + " ended " + end + " but was accepted");
            }
        }
        return atTheEnd.all();
    }
}
