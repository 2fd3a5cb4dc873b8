package dev.coexistence.dispatch.recipient;

import dev.coexistence.dispatch.command.Command;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recipients whose line is being read ahead of its page, each for a sender who has nothing in
 * memory; one at a time for each sender.
 */
final class AheadReads {
    private final Map<String, @Nullable String> senders = new HashMap<>();

    /**
     * @param most recipients that may be read ahead at a time
     */
    boolean mayRead(Command ofSender, int most) {
        return senders.size() < most && !senders.containsValue(ofSender.content().reference());
    }

    void begin(Command command) {
        senders.put(command.recipient(), command.content().reference());
    }

    /** The recipient's line was read. */
    void end(String recipient) {
        senders.remove(recipient);
    }

    void clear() {
        senders.clear();
    }
}
