package dev.coexistence.conversation.page.inbox;

import dev.coexistence.conversation.sending.SendingOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the composer asks for. The key is the command's id: the same key again sends nothing more.
 */
public interface Writing {
    SendingOutcome text(long conversation, String key, String body, @Nullable String repliesTo);

    /**
     * @param parameters values for the body's placeholders, in their order
     */
    SendingOutcome template(
            long conversation, String key, String name, String language, List<String> parameters);

    /** Tells the customer that the thread was read. */
    void read(long conversation);
}
