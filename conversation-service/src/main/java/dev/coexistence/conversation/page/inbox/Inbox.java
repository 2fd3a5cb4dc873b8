package dev.coexistence.conversation.page.inbox;

import dev.coexistence.conversation.reading.ConversationQuery;
import dev.coexistence.conversation.reading.ConversationView;
import dev.coexistence.conversation.reading.MessageView;
import dev.coexistence.conversation.reading.NumberView;
import dev.coexistence.conversation.reading.Page;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the inbox asks of the read model. */
public interface Inbox {
    List<NumberView> numbers();

    Page<ConversationView> conversations(ConversationQuery query);

    Optional<ConversationView> conversation(long id);

    /** The messages of a thread, newest first. */
    Page<MessageView> messages(long conversation, @Nullable String cursor, int limit);

    Optional<MessageView> message(String phoneNumberId, String wamid);

    Optional<MessageView> message(long id);

    /** A message as Meta or the sender put it. */
    Optional<String> json(long message);
}
