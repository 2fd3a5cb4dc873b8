package dev.coexistence.dispatch.recipient;

import dev.coexistence.dispatch.command.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Recipients of one priority whose turn it may be. Senders, told apart by the reference that they
 * gave their commands, take turns, one message each; within a sender's the order is that of
 * arrival. Who comes anew stands behind those who wait already.
 */
final class SenderTurns {
    private static final String NOBODY = "";

    private final Map<String, TreeMap<Long, RecipientQueue>> turns = new LinkedHashMap<>();
    private int size;

    /** A recipient with the head of its line. */
    void add(Command head, RecipientQueue line) {
        var own = turns.computeIfAbsent(sender(head), _ -> new TreeMap<>());
        if (own.put(head.seq(), line) == null) {
            size++;
        }
    }

    void remove(Command head) {
        String sender = sender(head);
        var own = turns.get(sender);
        if (own != null && own.remove(head.seq()) != null) {
            size--;
            if (own.isEmpty()) {
                turns.remove(sender);
            }
        }
    }

    /** Takes the first recipient of the sender whose turn it is; null where there is none. */
    @Nullable RecipientQueue poll() {
        var next = turns.entrySet().iterator();
        if (!next.hasNext()) {
            return null;
        }
        var turn = next.next();
        next.remove();
        var own = turn.getValue();
        RecipientQueue line = own.pollFirstEntry().getValue();
        size--;
        if (!own.isEmpty()) {
            turns.put(turn.getKey(), own);
        }
        return line;
    }

    /** True where a command of that sender may have the next turn. */
    boolean has(Command ofSender) {
        return turns.containsKey(sender(ofSender));
    }

    int size() {
        return size;
    }

    /** The first recipient of each sender. */
    List<RecipientQueue> firsts() {
        var firsts = new ArrayList<RecipientQueue>(turns.size());
        turns.values().forEach(own -> firsts.add(own.firstEntry().getValue()));
        return firsts;
    }

    void clear() {
        turns.clear();
        size = 0;
    }

    private static String sender(Command command) {
        String reference = command.content().reference();
        return reference == null ? NOBODY : reference;
    }
}
