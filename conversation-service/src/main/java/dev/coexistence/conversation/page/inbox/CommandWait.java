package dev.coexistence.conversation.page.inbox;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reason for which a queued message waits.
 *
 * @param why BUDGET, PAIR_LIMIT, RECIPIENT_ORDER, HELD, NOT_BEFORE, or empty
 * @param seconds how long about; null where that is not known
 */
record CommandWait(String why, @Nullable Long seconds) {
    static final CommandWait NONE = new CommandWait("", null);

    /** From what the sending service says of the command, else of its number's queue. */
    static CommandWait read(JsonNode command, JsonNode queue) {
        String status = command.path("status").asString("");
        if (!status.equals("QUEUED") && !status.equals("SCHEDULED")) {
            return NONE;
        }
        String why = command.path("waitsFor").asString("");
        if (!why.isEmpty()) {
            return new CommandWait(why, seconds(command.path("waitSeconds")));
        }
        if (!queue.path("heldFor").asString("").isEmpty()) {
            return new CommandWait("HELD", null);
        }
        Long eta = seconds(queue.path("etaSeconds"));
        return queue.path("total").asLong(0) > 1 && eta != null && eta >= 1
                ? new CommandWait("BUDGET", eta)
                : NONE;
    }

    private static @Nullable Long seconds(JsonNode json) {
        return json.isNumber() ? Math.max(1, Math.round(json.asDouble())) : null;
    }
}
