package dev.coexistence.simulator.number;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The groups of a number, and the customers who want no marketing. Thread-safe. */
public final class NumberAudience {
    private final Map<String, Set<String>> groups = new TreeMap<>();
    private final Set<String> stopped = new TreeSet<>();

    /** Adds people to a group; makes it where it is new. */
    public synchronized void joins(String groupId, List<String> phones) {
        Set<String> members = groups.computeIfAbsent(groupId, _ -> new LinkedHashSet<>());
        phones.forEach(p -> members.add(CustomerIds.digits(p)));
    }

    public synchronized boolean hasGroup(String groupId) {
        return groups.containsKey(groupId);
    }

    /** Digits of those in a group, without the business itself. */
    public synchronized List<String> members(String groupId) {
        return List.copyOf(groups.getOrDefault(groupId, Set.of()));
    }

    public synchronized Map<String, List<String>> groups() {
        Map<String, List<String>> copy = new TreeMap<>();
        groups.forEach((id, members) -> copy.put(id, List.copyOf(members)));
        return copy;
    }

    /** A customer stops or resumes marketing messages. */
    public synchronized void allowMarketing(String phone, boolean wanted) {
        if (wanted) {
            stopped.remove(CustomerIds.digits(phone));
        } else {
            stopped.add(CustomerIds.digits(phone));
        }
    }

    public synchronized boolean wantsNoMarketing(String phone) {
        return stopped.contains(CustomerIds.digits(phone));
    }

    public synchronized Set<String> stopped() {
        return Set.copyOf(stopped);
    }
}
