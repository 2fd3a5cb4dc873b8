package dev.coexistence.conversation.page.inbox;

import dev.coexistence.conversation.reading.ConversationQuery;
import dev.coexistence.conversation.reading.ConversationView;
import dev.coexistence.conversation.reading.Conversations;
import dev.coexistence.conversation.reading.MessageView;
import dev.coexistence.conversation.reading.Messages;
import dev.coexistence.conversation.reading.NumberView;
import dev.coexistence.conversation.reading.Numbers;
import dev.coexistence.conversation.reading.Page;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The inbox as the projector has it in the database. */
@Component
class StoredInbox implements Inbox {
    private final Numbers numbers;
    private final Conversations conversations;
    private final Messages messages;

    StoredInbox(Numbers numbers, Conversations conversations, Messages messages) {
        this.numbers = numbers;
        this.conversations = conversations;
        this.messages = messages;
    }

    @Override
    public List<NumberView> numbers() {
        return numbers.list();
    }

    @Override
    public Page<ConversationView> conversations(ConversationQuery query) {
        return conversations.list(query);
    }

    @Override
    public Optional<ConversationView> conversation(long id) {
        return conversations.find(id);
    }

    @Override
    public Page<MessageView> messages(long conversation, @Nullable String cursor, int limit) {
        return messages.ofConversation(conversation, cursor, limit);
    }

    @Override
    public Optional<MessageView> message(String phoneNumberId, String wamid) {
        return messages.byWamid(phoneNumberId, wamid);
    }

    @Override
    public Optional<MessageView> message(long id) {
        return messages.find(id);
    }

    @Override
    public Optional<String> json(long message) {
        return messages.json(message);
    }
}
