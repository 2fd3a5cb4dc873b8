package dev.coexistence.conversation.reading;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A thread in the list. */
public record ConversationView(
        String id,
        String phoneNumberId,
        ContactView contact,
        @Nullable MessageView lastMessage,
        @Nullable Instant lastAt,
        int unread,
        WindowView window) {}
