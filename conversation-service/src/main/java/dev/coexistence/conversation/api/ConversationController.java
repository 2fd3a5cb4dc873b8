package dev.coexistence.conversation.api;

import dev.coexistence.access.AccessRefusal;
import dev.coexistence.access.Caller;
import dev.coexistence.access.Scope;
import dev.coexistence.conversation.reading.BadQuery;
import dev.coexistence.conversation.reading.ConversationQuery;
import dev.coexistence.conversation.reading.ConversationReader;
import dev.coexistence.conversation.reading.ConversationView;
import dev.coexistence.conversation.reading.MessageReader;
import dev.coexistence.conversation.reading.MessageView;
import dev.coexistence.conversation.reading.NotFound;
import dev.coexistence.conversation.reading.Page;
import dev.coexistence.conversation.sending.MessageComposer;
import dev.coexistence.conversation.sending.SendingOutcome;
import dev.coexistence.conversation.sending.SendingOutcome.DispatcherAway;
import dev.coexistence.conversation.sending.SendingOutcome.Queued;
import dev.coexistence.conversation.sending.SendingOutcome.Refused;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Conversations and their messages. */
@RestController
@RequestMapping("/v1/conversations")
class ConversationController {
    private final ConversationReader conversations;
    private final MessageReader messages;
    private final MessageComposer composer;

    ConversationController(
            ConversationReader conversations, MessageReader messages, MessageComposer composer) {
        this.conversations = conversations;
        this.messages = messages;
        this.composer = composer;
    }

    @GetMapping
    Page<ConversationView> list(
            Caller caller,
            @RequestParam @Nullable String phoneNumberId,
            @RequestParam @Nullable String q,
            @RequestParam @Nullable Boolean unread,
            @RequestParam @Nullable String window,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        return conversations.list(
                caller,
                new ConversationQuery(phoneNumberId, q, unread, open(window), cursor, limit));
    }

    @GetMapping("/{id}")
    ConversationView show(Caller caller, @PathVariable String id) {
        return conversations
                .find(caller, number(id))
                .orElseThrow(() -> new NotFound("conversation", id));
    }

    @GetMapping("/{id}/messages")
    Page<MessageView> messages(
            Caller caller,
            @PathVariable String id,
            @RequestParam @Nullable String include,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        return messages.listThread(
                caller,
                Long.parseLong(show(caller, id).id()),
                cursor,
                limit,
                verbatim(caller, include));
    }

    /**
     * A message as Meta or its sender put it, phone numbers included, for who may see them; what
     * was deleted is not told.
     */
    @GetMapping(
            path = "/{id}/messages/{messageId}/raw",
            produces = MediaType.APPLICATION_JSON_VALUE)
    String raw(Caller caller, @PathVariable String id, @PathVariable String messageId) {
        String conversation = show(caller, id).id();
        requirePhones(caller);
        return messages.findAll(caller, List.of(number(messageId)), true).stream()
                .filter(message -> message.conversationId().equals(conversation))
                .map(MessageView::json)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new NotFound("message", messageId));
    }

    /**
     * Marks a thread as read by us. Meta is told as a consequence: the answer is no refusal where
     * that fails.
     */
    @PostMapping("/{id}/read")
    ResponseEntity<Object> read(
            Caller caller, @PathVariable String id, @RequestParam @Nullable String upTo) {
        return composer.markAsRead(caller, number(id), upTo == null ? null : message(upTo))
                .map(ConversationController::answer)
                .orElseGet(() -> ResponseEntity.noContent().build());
    }

    private static ResponseEntity<Object> answer(SendingOutcome outcome) {
        return switch (outcome) {
            case Queued(String commandId) ->
                    ResponseEntity.accepted()
                            .body(Map.of("commandId", commandId, "status", "QUEUED"));
            case Refused _ -> ResponseEntity.ok(Map.of("status", "REFUSED"));
            case DispatcherAway() -> ResponseEntity.ok(Map.of("status", "AWAY"));
        };
    }

    /** Meta's own objects have phone numbers all over: who may not see these gets none. */
    private static boolean verbatim(Caller caller, @Nullable String include) {
        return switch (include) {
            case null -> false;
            case "" -> false;
            case "json" -> requirePhones(caller);
            default -> throw new BadQuery("include", "include is json, or left out");
        };
    }

    private static boolean requirePhones(Caller caller) {
        if (!caller.may(Scope.CONTACTS_PHONE)) {
            throw AccessRefusal.missing(Scope.CONTACTS_PHONE);
        }
        return true;
    }

    private static @Nullable Boolean open(@Nullable String window) {
        return switch (window) {
            case null -> null;
            case "", "any" -> null;
            case "open" -> true;
            case "closed" -> false;
            default -> throw new BadQuery("window", "window is open, closed or any");
        };
    }

    private static long message(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException _) {
            throw new BadQuery("upTo", "upTo is the id of a message");
        }
    }

    /** An id of this service is a number; anything else is the id of nothing. */
    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException _) {
            throw new NotFound("conversation", id);
        }
    }
}
