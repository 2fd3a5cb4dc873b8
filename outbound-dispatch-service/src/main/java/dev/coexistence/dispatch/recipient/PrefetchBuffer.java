package dev.coexistence.dispatch.recipient;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.command.WaitEstimate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first of a number's waiting commands, in memory; the rest stays in the table. Of each
 * priority everything up to a place in the order was read: it is here, under way, done, or belongs
 * to a recipient of which more is known to wait in the table. So a recipient who must wait holds up
 * nobody, and no command is read twice. Senders take turns ({@link SenderTurns}).
 */
public final class PrefetchBuffer {
    /** Recipients that are passed over when reading on; more would only make the query long. */
    private static final int MOST_EXCEPTIONS = 1000;

    private final String number;
    private final int partition;
    private final long lane;
    private final int perRecipient;
    private final RecipientQueues recipients = new RecipientQueues();
    private final EnumMap<Priority, PrefetchCursor> cursors = new EnumMap<>(Priority.class);
    private final int[] held = new int[Priority.COUNT];
    private final AheadReads ahead = new AheadReads();
    private int deferred;
    private int page = 32;

    public PrefetchBuffer(String number, int partition, long lane, int perRecipient) {
        this.number = number;
        this.partition = partition;
        this.lane = lane;
        this.perRecipient = perRecipient;
        for (Priority priority : Priority.values()) {
            cursors.put(priority, new PrefetchCursor());
        }
    }

    /** Keeps about a second and a half of work in memory. */
    public void sizeFor(int perSecond) {
        page = Math.clamp(perSecond + perSecond / 2L, 16, 1024);
    }

    /** There may be commands in the table that nobody has told of. */
    public void expectStored(Priority priority) {
        cursor(priority).expectMore();
    }

    /** A command was stored just now, after all that was stored before. */
    public void add(Command command, long now) {
        PrefetchCursor cursor = cursor(command.priority());
        if (cursor.hasMore()
                || cursor.isLoading()
                || held[command.priority().ordinal()] >= 2 * page) {
            cursor.expectMore();
            askAhead(command, now);
        } else if (command.seq() > cursor.readThrough()) {
            cursor.advanceTo(command.seq());
            append(command, now);
        }
    }

    /** Reads a recipient's line ahead of its page where its sender has nothing in memory. */
    private void askAhead(Command command, long now) {
        Priority priority = command.priority();
        if (recipients.open(priority).has(command) || !ahead.mayRead(command, page)) {
            return;
        }
        RecipientQueue line = recipients.line(command.recipient(), now);
        var waiting = line.waiting(priority);
        if (waiting.commands.isEmpty() && !waiting.cursor.hasMore()) {
            ahead.begin(command);
            expectBehind(waiting);
            recipients.open(line, priority);
        }
    }

    public void receive(PageRequest wanted, List<Command> commands, long now) {
        boolean all = commands.size() < wanted.limit();
        if (wanted.recipient() != null) {
            ahead.end(wanted.recipient());
            RecipientQueue line = recipients.line(wanted.recipient(), now);
            PrefetchCursor own = line.waiting(wanted.priority()).cursor;
            deferred -= own.hasMore() ? 1 : 0;
            own.endLoading(all);
            deferred += own.hasMore() ? 1 : 0;
            commands.forEach(command -> hold(line, command));
            recipients.open(line);
            return;
        }
        PrefetchCursor cursor = cursor(wanted.priority());
        cursor.endLoading(all);
        for (Command command : commands) {
            append(command, now);
            cursor.advanceTo(command.seq());
        }
        for (String passedOver : wanted.except()) {
            RecipientQueue line = recipients.line(passedOver, now);
            expectBehind(line.waiting(wanted.priority()));
            recipients.open(line);
        }
    }

    /** More of a recipient waits in the table than is here. */
    private void expectBehind(RecipientQueue.Waiting waiting) {
        deferred += waiting.cursor.hasMore() ? 0 : 1;
        waiting.cursor.expectMore();
    }

    /** True where anything waits, here or in the table. */
    public boolean hasAny() {
        if (deferred > 0) {
            return true;
        }
        for (Priority priority : Priority.values()) {
            PrefetchCursor cursor = cursor(priority);
            if (held[priority.ordinal()] > 0 || cursor.hasMore() || cursor.isLoading()) {
                return true;
            }
        }
        return false;
    }

    private void append(Command command, long now) {
        RecipientQueue line = recipients.line(command.recipient(), now);
        RecipientQueue.Waiting waiting = line.waiting(command.priority());
        if (command.seq() <= waiting.cursor.readThrough()) {
            // Its recipient was read further than the number.
            return;
        }
        if (waiting.cursor.hasMore()
                || waiting.cursor.isLoading()
                || waiting.commands.size() >= perRecipient) {
            expectBehind(waiting);
        } else {
            hold(line, command);
        }
    }

    private void hold(RecipientQueue line, Command command) {
        RecipientQueue.Waiting waiting = line.waiting(command.priority());
        waiting.commands.addLast(command);
        waiting.cursor.advanceTo(command.seq());
        held[command.priority().ordinal()]++;
        recipients.open(line, command.priority());
    }

    /** The first command of a priority that may go now; it is then under way. */
    public @Nullable Command pick(Priority priority, long now) {
        RecipientQueue line;
        while ((line = recipients.open(priority).poll()) != null) {
            Command command = line.head(priority);
            if (command == null) {
                continue;
            }
            if (!line.pair().tryTake(now)) {
                recipients.block(line, line.pair().nextAt());
                continue;
            }
            line.waiting(priority).commands.removeFirst();
            held[priority.ordinal()]--;
            recipients.depart(line);
            return command;
        }
        return null;
    }

    /** A command that was under way is so no more; the next of its recipient may go. */
    public void release(Command command, boolean accepted) {
        RecipientQueue line = recipients.find(command.recipient());
        if (line != null) {
            line.comeBack();
            if (accepted) {
                line.forgetRefusals();
            }
            recipients.open(line);
        }
    }

    /** A command that was under way waits again, before all others of its recipient. */
    public void putBack(Command command) {
        RecipientQueue line = recipients.find(command.recipient());
        if (line != null) {
            line.comeBack();
            line.waiting(command.priority()).commands.addFirst(command);
            held[command.priority().ordinal()]++;
            recipients.open(line);
        }
    }

    /** Forgets a waiting command; false where it is not in memory. */
    public boolean remove(Command command) {
        RecipientQueue line = recipients.find(command.recipient());
        if (line == null) {
            return false;
        }
        recipients.close(line);
        var commands = line.waiting(command.priority()).commands;
        boolean removed = commands.removeIf(held -> held.id().equals(command.id()));
        held[command.priority().ordinal()] -= removed ? 1 : 0;
        recipients.open(line);
        return removed;
    }

    /** Keeps a recipient waiting. */
    public void block(String recipient, long until) {
        RecipientQueue line = recipients.find(recipient);
        if (line != null) {
            recipients.block(line, until);
        }
    }

    /** Keeps a recipient waiting because Meta said that it had too many. */
    public void backOffPair(String recipient, long now) {
        RecipientQueue line = recipients.find(recipient);
        if (line != null) {
            recipients.block(line, now + line.backOffPair());
        }
    }

    /** As {@link RecipientQueues#unblock}. */
    public long unblock(long now) {
        return recipients.unblock(now);
    }

    /** Wait that its recipient imposes on a command; null where there is none. */
    public @Nullable WaitEstimate waits(Command command, long now) {
        RecipientQueue line = recipients.find(command.recipient());
        return line == null ? null : line.estimateWait(command, now);
    }

    /** Forgets what waits; what is under way keeps its place. */
    public void clear() {
        cursors.values().forEach(PrefetchCursor::clear);
        Arrays.fill(held, 0);
        ahead.clear();
        deferred = recipients.clear();
    }

    /** True where forgetting all loses nothing. */
    public boolean isForgettable(long now) {
        return recipients.isForgettable(now);
    }

    /** Time at which the first of those in memory was queued. */
    public @Nullable Instant oldest() {
        return recipients.oldest();
    }

    /** Pages to read now; they are then on their way. */
    public List<PageRequest> startReads() {
        var wanted = new ArrayList<PageRequest>();
        for (Priority priority : Priority.values()) {
            PrefetchCursor cursor = cursor(priority);
            boolean few = recipients.open(priority).size() < Math.max(1, page / 2);
            if (few && cursor.startLoading()) {
                List<String> except = recipients.withMore(priority, MOST_EXCEPTIONS);
                wanted.add(request(priority, null, except, cursor, page));
            }
        }
        for (RecipientQueue line : recipients.takeRefill()) {
            for (Priority priority : Priority.values()) {
                RecipientQueue.Waiting waiting = line.waiting(priority);
                if (waiting.commands.isEmpty() && waiting.cursor.startLoading()) {
                    wanted.add(
                            request(
                                    priority,
                                    line.recipient,
                                    List.of(),
                                    waiting.cursor,
                                    perRecipient));
                }
            }
        }
        return wanted;
    }

    private PageRequest request(
            Priority priority,
            @Nullable String recipient,
            List<String> except,
            PrefetchCursor after,
            int limit) {
        return new PageRequest(
                number, partition, lane, priority, recipient, except, after.readThrough(), limit);
    }

    private PrefetchCursor cursor(Priority priority) {
        return Objects.requireNonNull(cursors.get(priority));
    }
}
