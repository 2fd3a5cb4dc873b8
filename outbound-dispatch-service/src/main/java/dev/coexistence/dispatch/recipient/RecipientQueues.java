package dev.coexistence.dispatch.recipient;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The recipients of a number that anything is known of: whose turn it may be, and who waits. */
final class RecipientQueues {
    private record Blocked(RecipientQueue line, long until) {}

    private final Map<String, RecipientQueue> lines = new HashMap<>();
    private final EnumMap<Priority, SenderTurns> open = new EnumMap<>(Priority.class);
    private final PriorityQueue<Blocked> blocked =
            new PriorityQueue<>(Comparator.comparingLong(Blocked::until));
    private final List<RecipientQueue> refill = new ArrayList<>();
    private int sweepAbove = 64;

    RecipientQueues() {
        for (Priority priority : Priority.values()) {
            open.put(priority, new SenderTurns());
        }
    }

    @Nullable RecipientQueue find(String recipient) {
        return lines.get(recipient);
    }

    RecipientQueue line(String recipient, long now) {
        if (lines.size() > sweepAbove) {
            lines.values().removeIf(line -> line.isForgettable(now));
            sweepAbove = 64 + 2 * lines.size();
        }
        return lines.computeIfAbsent(recipient, name -> new RecipientQueue(name, now));
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
        open.values().forEach(SenderTurns::clear);
        refill.clear();
        return lines.values().stream().mapToInt(RecipientQueue::clear).sum();
    }

    /** True where forgetting everything would lose nothing. */
    boolean isForgettable(long now) {
        return lines.values().stream().allMatch(line -> line.isForgettable(now));
    }

    /** Those whose turn it may be. */
    SenderTurns open(Priority priority) {
        return Objects.requireNonNull(open.get(priority));
    }

    /** Time at which the first of those whose turn it may be was queued. */
    @Nullable Instant oldest() {
        Instant oldest = null;
        for (Priority priority : Priority.values()) {
            for (RecipientQueue line : open(priority).firsts()) {
                Command head = line.first();
                if (head != null && (oldest == null || head.terms().queuedAt().isBefore(oldest))) {
                    oldest = head.terms().queuedAt();
                }
            }
        }
        return oldest;
    }

    void open(RecipientQueue line) {
        for (Priority priority : Priority.values()) {
            open(line, priority);
        }
    }

    void open(RecipientQueue line, Priority priority) {
        Command head = line.head(priority);
        if (head == null) {
            if (line.waiting(priority).cursor.hasMore()) {
                refill.add(line);
            }
        } else if (!line.isBlocked() && !line.isBusy()) {
            open(priority).add(head, line);
        }
    }

    void close(RecipientQueue line) {
        for (Priority priority : Priority.values()) {
            Command head = line.head(priority);
            if (head != null) {
                open(priority).remove(head);
            }
        }
    }

    /** One of its messages was picked. */
    void depart(RecipientQueue line) {
        line.depart();
        close(line);
    }

    /** Keeps a recipient waiting. */
    void block(RecipientQueue line, long until) {
        line.block(until);
        close(line);
        blocked.add(new Blocked(line, line.blockEnd()));
    }

    /** Lets those go whose wait is over; answers when the next is, or {@link Long#MAX_VALUE}. */
    long unblock(long now) {
        while (true) {
            Blocked first = blocked.peek();
            if (first == null) {
                return Long.MAX_VALUE;
            }
            RecipientQueue line = first.line();
            if (line.isBlocked() && line.blockEnd() == first.until()) {
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
    List<RecipientQueue> takeRefill() {
        List<RecipientQueue> lacking = List.copyOf(refill);
        refill.clear();
        return lacking;
    }
}
