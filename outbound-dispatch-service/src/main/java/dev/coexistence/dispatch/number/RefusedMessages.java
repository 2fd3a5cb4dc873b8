package dev.coexistence.dispatch.number;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Commands that Meta refused as if it refused their whole number. One of which that happens again
 * after another of the number was taken is refused for itself.
 */
final class RefusedMessages {
    /** More than are ever on their way at a time when a number is refused. */
    private static final int MOST = 1000;

    /**
     * @param at when it was first written; monotonic
     */
    private record Refused(String recipient, long at) {}

    private final Map<String, Refused> refused =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Refused> eldest) {
                    return size() > MOST;
                }
            };

    /** Of whom a message was refused for itself. */
    private final Set<String> avoided = new HashSet<>();

    private long takenWrittenAt;
    private boolean taken;

    /** Meta took a request of the number. */
    void forget(SendAttempt attempt) {
        refused.remove(attempt.command().id());
        avoided.remove(attempt.command().recipient());
        if (!taken || attempt.writtenAt() - takenWrittenAt > 0) {
            takenWrittenAt = attempt.writtenAt();
            taken = true;
        }
    }

    /** To whom they go. */
    List<String> recipients() {
        return refused.values().stream().map(Refused::recipient).distinct().toList();
    }

    int size() {
        return refused.size();
    }

    /** The whole number is refused: nothing is known of its recipients any more. */
    void forgetAvoided() {
        avoided.clear();
    }

    /**
     * A request was refused.
     *
     * @return true where it is refused for itself: it was refused before, and another of the number
     *     was written after that and taken, and none but it refused since; or so was one before it
     *     to the same recipient. What was taken speaks against one that was refused, so that a
     *     number which is refused anew loses no more than one.
     */
    boolean isRefusedAlone(SendAttempt attempt) {
        String id = attempt.command().id();
        String recipient = attempt.command().recipient();
        if (avoided.contains(recipient)) {
            return true;
        }
        Refused before = refused.get(id);
        boolean alone = before != null && taken && takenWrittenAt - before.at() > 0;
        if (alone) {
            refused.remove(id);
            avoided.add(recipient);
        } else if (before == null) {
            refused.put(id, new Refused(recipient, attempt.writtenAt()));
        }
        if (alone || (before == null && attempt.writtenAt() - takenWrittenAt > 0)) {
            taken = false;
        }
        return alone;
    }
}
