package dev.coexistence.conversation.sending;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.content.PhoneMask;
import dev.coexistence.conversation.projection.ReadMarker;
import dev.coexistence.conversation.reading.ContactView;
import dev.coexistence.conversation.reading.ConversationReader;
import dev.coexistence.conversation.reading.ConversationView;
import dev.coexistence.conversation.reading.GroupView;
import dev.coexistence.conversation.reading.MessageReader;
import dev.coexistence.conversation.reading.MessageView;
import dev.coexistence.conversation.reading.NotFound;
import dev.coexistence.conversation.sending.SeenMessages.SeenMessage;
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

    /** Lane of what people write: before all that programs send. */
    private static final String URGENT = "URGENT";

    private final CommandSender dispatcher;
    private final ConversationReader conversations;
    private final MessageReader messages;
    private final SeenMessages seen;
    private final ReadMarker marker;

    MessageComposer(
            CommandSender dispatcher,
            ConversationReader conversations,
            MessageReader messages,
            SeenMessages seen,
            ReadMarker marker) {
        this.dispatcher = dispatcher;
        this.conversations = conversations;
        this.messages = messages;
        this.seen = seen;
        this.marker = marker;
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
        Map<String, Object> command = addressMessage(find(caller, conversation));
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
        Map<String, Object> command = addressMessage(find(caller, conversation));
        command.put("template", template(name, language, parameters));
        return dispatcher.send(caller, commandId, command);
    }

    /**
     * Sends an approved template to somebody with whom there may be no thread yet.
     *
     * @param phone recipient's phone number, digits; null where the user id tells them
     * @param bsuid recipient's business-scoped user id
     */
    public SendingOutcome begin(
            Caller caller,
            String phoneNumberId,
            @Nullable String phone,
            @Nullable String bsuid,
            String commandId,
            Map<String, Object> template) {
        var command = new LinkedHashMap<String, Object>();
        command.put("phoneNumberId", phoneNumberId);
        if (phone != null) {
            command.put("to", "+" + phone);
        }
        if (bsuid != null) {
            command.put("recipient", bsuid);
        }
        command.put("reference", REFERENCE);
        command.put("priority", URGENT);
        command.put("template", template);
        return dispatcher.send(caller, commandId, command);
    }

    /** A template as the dispatcher takes it. */
    public static Map<String, Object> template(
            String name, String language, List<String> parameters) {
        var template = new LinkedHashMap<String, Object>();
        template.put("name", name);
        template.put("language", language);
        if (!parameters.isEmpty()) {
            var values =
                    parameters.stream().map(text -> Map.of("type", "text", "text", text)).toList();
            template.put("components", List.of(Map.of("type", "body", "parameters", values)));
        }
        return template;
    }

    /**
     * Marks a thread as read by us, and then tells Meta, and with it the customer. The mark stands
     * whatever becomes of what Meta is told.
     *
     * @param upTo id of the newest message that was seen, of whichever side; null for all
     * @return what became of telling Meta; empty where nothing of a customer was seen
     */
    public Optional<SendingOutcome> markAsRead(
            Caller caller, long conversation, @Nullable Long upTo) {
        ConversationView view = find(caller, conversation);
        return seen.findNewest(caller, Long.parseLong(view.id()), upTo)
                .map(message -> tellRead(caller, view, message));
    }

    /**
     * Marks as read what a person had before them when they answered; as {@link #markAsRead}, and
     * nothing where all was read.
     */
    public void markAsAnswered(Caller caller, long conversation, @Nullable Long upTo) {
        ConversationView view = find(caller, conversation);
        seen.findNewest(caller, Long.parseLong(view.id()), upTo)
                .filter(SeenMessage::news)
                .ifPresent(message -> tellRead(caller, view, message));
    }

    private SendingOutcome tellRead(Caller caller, ConversationView view, SeenMessage message) {
        if (message.news()) {
            marker.mark(message.phoneNumberId(), message.wamid());
        }
        Map<String, Object> command = addressCommand(view);
        command.put("message", Map.of("status", "read", "message_id", message.wamid()));
        return dispatcher.send(caller, "read:" + message.id(), command);
    }

    public Optional<MessageView> message(Caller caller, long id) {
        return messages.find(caller, id);
    }

    private ConversationView find(Caller caller, long conversation) {
        return conversations
                .findAddress(caller, conversation)
                .orElseThrow(() -> new NotFound("conversation", String.valueOf(conversation)));
    }

    /** A message that a person wrote: it goes before what programs send. */
    private static Map<String, Object> addressMessage(ConversationView view) {
        Map<String, Object> command = addressCommand(view);
        command.put("priority", URGENT);
        return command;
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
