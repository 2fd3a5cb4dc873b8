package dev.coexistence.conversation.reading;

import dev.coexistence.conversation.content.PhoneMask;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Customer service window: free-form messages may be sent while it is open. Meta has the last word;
 * this is what the messages seen here say.
 *
 * @param until end of the window, also when it is over
 * @param openedBy id of the customer's message that opened it
 * @param openedByWamid the same in Meta's words
 * @param why OPEN, EXPIRED or NEVER_OPENED (no live message of the customer yet)
 */
public record WindowView(
        boolean open,
        @Nullable Instant until,
        @Nullable String openedBy,
        @Nullable String openedByWamid,
        String why) {

    /** The same with Meta's id masked. */
    WindowView maskPhones() {
        return new WindowView(open, until, openedBy, PhoneMask.messageId(openedByWamid), why);
    }
}
