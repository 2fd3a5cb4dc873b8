package dev.coexistence.dispatch.lane;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The recipients of a number that anything is known of: whose turn it may be, and who waits. */
final class Recipients {
    private record Blocked(Line line, long until) {}

    private final Map<String, Line> lines = new HashMap<>();
    private final EnumMap<Priority, TreeMap<Long, Line>> open = new EnumMap<>(Priority.class);
    private final PriorityQueue<Blocked> blocked =
            new PriorityQueue<>(Comparator.comparingLong(Blocked::until));
    private final List<Line> refill = new ArrayList<>();
    private int sweepAbove = 64;

    Recipients() {
        for (Priority priority : Priority.values()) {
            open.put(priority, new TreeMap<>());
        }
    }

    @Nullable Line known(String recipient) {
        return lines.get(recipient);
    }

    Line line(String recipient, long now) {
        if (lines.size() > sweepAbove) {
            lines.values().removeIf(line -> line.forgettable(now));
            sweepAbove = 64 + 2 * lines.size();
        }
        return lines.computeIfAbsent(recipient, name -> new Line(name, now));
    }

    /** Recipients of which more of that priority waits in the table than is known. */
    List<String> withMore(Priority priority, int atMost) {
        return lines.values().stream()
                .filter(line -> line.waiting(priority).cursor.hasMore())
                .map(line -> line.recipient)
                .limit(atMost)
                .toList();
    }

    /** Forgets what waits; answers how many priorities of recipients are still being read. */
    int clear() {
        open.values().forEach(Map::clear);
        refill.clear();
        return lines.values().stream().mapToInt(Line::clear).sum();
    }

    /** True where forgetting everything would lose nothing. */
    boolean forgettable(long now) {
        return lines.values().stream().allMatch(line -> line.forgettable(now));
    }

    /** By the order of their first command, those whose turn it may be. */
    TreeMap<Long, Line> open(Priority priority) {
        return Objects.requireNonNull(open.get(priority));
    }

    /** When the first of those whose turn it may be was queued. */
    @Nullable Instant oldest() {
        Instant oldest = null;
        for (Priority priority : Priority.values()) {
            var first = open(priority).firstEntry();
            Command head = first == null ? null : first.getValue().first();
            if (head != null && (oldest == null || head.terms().queuedAt().isBefore(oldest))) {
                oldest = head.terms().queuedAt();
            }
        }
        return oldest;
    }

    void open(Line line) {
        for (Priority priority : Priority.values()) {
            open(line, priority);
        }
    }

    void open(Line line, Priority priority) {
        Command head = line.head(priority);
        if (head == null) {
            if (line.waiting(priority).cursor.hasMore()) {
                refill.add(line);
            }
        } else if (!line.blocked() && !line.busy()) {
            open(priority).put(head.seq(), line);
        }
    }

    void shut(Line line) {
        for (Priority priority : Priority.values()) {
            Command head = line.head(priority);
            if (head != null) {
                open(priority).remove(head.seq());
            }
        }
    }

    /** One of its messages was picked. */
    void left(Line line) {
        line.left();
        shut(line);
    }

    /** Keeps a recipient waiting. */
    void block(Line line, long until) {
        line.block(until);
        shut(line);
        blocked.add(new Blocked(line, line.blockedUntil()));
    }

    /** Lets those go whose wait is over; answers when the next is, or {@link Long#MAX_VALUE}. */
    long unblock(long now) {
        while (true) {
            Blocked first = blocked.peek();
            if (first == null) {
                return Long.MAX_VALUE;
            }
            Line line = first.line();
            if (line.blocked() && line.blockedUntil() == first.until()) {
                if (first.until() - now > 0) {
                    return first.until();
                }
                line.unblock();
                open(line);
            }
            blocked.poll();
        }
    }

    /** Those of which nothing is here, though more waits in the table; each is told once. */
    List<Line> toRefill() {
        List<Line> lacking = List.copyOf(refill);
        refill.clear();
        return lacking;
    }
}
