package dev.coexistence.simulator.guarantees;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * For one number, recipient and priority, messages are accepted in the order they were commanded.
 *
 * <p>Valid: 1 2 3, and 1 3 where 2 never came. Broken: 1 3 2. A second acceptance of one command is
 * {@link AtMostOnce}'s affair.
 */
public final class OrderPerRecipient implements Guarantee {
    private record Place(Lane lane, long position) {}

    private record Lane(String number, String recipient, String priority) {}

    private final ViolationLog violations = new ViolationLog(this);
    private final Map<String, Place> places = new HashMap<>();
    private final Map<Lane, Long> given = new HashMap<>();
    private final Map<Lane, Long> furthest = new HashMap<>();

    @Override
    public void commanded(Commanded command) {
        Lane lane = new Lane(command.number(), command.recipient(), command.priority());
        if (!places.containsKey(command.commandId())) {
            places.put(command.commandId(), new Place(lane, given.merge(lane, 1L, Long::sum)));
        }
    }

    @Override
    public void arrived(Arrived arrival) {
        Place place = places.get(arrival.commandId());
        if (!arrival.accepted() || place == null) {
            return;
        }
        long before = furthest.getOrDefault(place.lane(), 0L);
        if (place.position() < before) {
            violations.add(
                    "command "
                            + arrival.commandId()
                            + " (place "
                            + place.position()
                            + ") was accepted after place "
                            + before
                            + " of number "
                            + place.lane().number());
        } else {
            furthest.put(place.lane(), place.position());
        }
    }

    @Override
    public List<Violation> violations() {
        return violations.all();
    }
}
