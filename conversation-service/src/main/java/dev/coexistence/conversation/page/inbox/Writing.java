package dev.coexistence.conversation.page.inbox;

import dev.coexistence.conversation.sending.SendingOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What the composer asks for. The key is the command's id: the same key again sends nothing more.
 */
public interface Writing {
    SendingOutcome text(long conversation, String key, String body, @Nullable String repliesTo);

    SendingOutcome template(long conversation, String key, String name, String language);

    /** Tells the customer that the thread was read. */
    void read(long conversation);
}
