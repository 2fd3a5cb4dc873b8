package dev.coexistence.conversation.sending;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.content.PhoneMask;
import dev.coexistence.conversation.reading.ContactView;
import dev.coexistence.conversation.reading.ConversationReader;
import dev.coexistence.conversation.reading.ConversationView;
import dev.coexistence.conversation.reading.GroupView;
import dev.coexistence.conversation.reading.MessageReader;
import dev.coexistence.conversation.reading.MessageView;
import dev.coexistence.conversation.reading.NotFound;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Commands of people in a thread: texts, templates and read marks. */
@Component
public class MessageComposer {
    /** The reference that the thread shows beside what was written here. */
    static final String REFERENCE = "inbox";

    private final CommandSender dispatcher;
    private final ConversationReader conversations;
    private final MessageReader messages;

    MessageComposer(
            CommandSender dispatcher, ConversationReader conversations, MessageReader messages) {
        this.dispatcher = dispatcher;
        this.conversations = conversations;
        this.messages = messages;
    }

    /**
     * Sends a text.
     *
     * @param commandId chosen by who writes; the same id again sends nothing more
     * @throws NotFound where there is no such conversation
     */
    public SendingOutcome text(
            Caller caller,
            long conversation,
            String commandId,
            String body,
            @Nullable String repliesTo) {
        Map<String, Object> command = addressCommand(caller, conversation);
        command.put("text", Map.of("body", body));
        if (repliesTo != null) {
            command.put(
                    "repliesTo",
                    PhoneMask.isMasked(repliesTo)
                            ? messages.unmask(caller, conversation, repliesTo).orElse(repliesTo)
                            : repliesTo);
        }
        return dispatcher.send(caller, commandId, command);
    }

    /**
     * Sends an approved template, which needs no window.
     *
     * @param parameters values for the placeholders of its body, in their order
     */
    public SendingOutcome template(
            Caller caller,
            long conversation,
            String commandId,
            String name,
            String language,
            List<String> parameters) {
        var template = new LinkedHashMap<String, Object>();
        template.put("name", name);
        template.put("language", language);
        if (!parameters.isEmpty()) {
            var values =
                    parameters.stream().map(text -> Map.of("type", "text", "text", text)).toList();
            template.put("components", List.of(Map.of("type", "body", "parameters", values)));
        }
        Map<String, Object> command = addressCommand(caller, conversation);
        command.put("template", template);
        return dispatcher.send(caller, commandId, command);
    }

    /**
     * Tells Meta, and with it the customer, that the thread is read up to its newest message.
     *
     * @return empty where there is nothing to read
     */
    public Optional<SendingOutcome> markAsRead(Caller caller, long conversation) {
        ConversationView view = find(caller, conversation);
        String wamid = view.window().openedByWamid();
        String message = view.window().openedBy();
        if (wamid == null || message == null) {
            return Optional.empty();
        }
        Map<String, Object> command = addressCommand(view);
        command.put("message", Map.of("status", "read", "message_id", wamid));
        return Optional.of(dispatcher.send(caller, "read:" + message, command));
    }

    public Optional<MessageView> message(Caller caller, long id) {
        return messages.find(caller, id);
    }

    private ConversationView find(Caller caller, long conversation) {
        return conversations
                .findAddress(caller, conversation)
                .orElseThrow(() -> new NotFound("conversation", String.valueOf(conversation)));
    }

    private Map<String, Object> addressCommand(Caller caller, long conversation) {
        return addressCommand(find(caller, conversation));
    }

    /** The command without its content: what is written in a group goes to the group or nowhere. */
    static Map<String, Object> addressCommand(ConversationView view) {
        ContactView contact = view.contact();
        GroupView group = view.group();
        var command = new LinkedHashMap<String, Object>();
        command.put("phoneNumberId", view.phoneNumberId());
        if (group != null) {
            command.put("groupId", group.id());
        } else if (contact != null) {
            if (contact.phone() != null) {
                command.put("to", contact.phone());
            }
            if (contact.bsuid() != null) {
                command.put("recipient", contact.bsuid());
            }
        }
        command.put("reference", REFERENCE);
        return command;
    }
}
