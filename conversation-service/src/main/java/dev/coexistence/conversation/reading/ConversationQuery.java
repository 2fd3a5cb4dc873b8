package dev.coexistence.conversation.reading;

import org.jspecify.annotations.Nullable;

/**
 * Query of the conversation list.
 *
 * @param text words that a message or the contact's name must contain
 * @param unread true: only those with unread messages; false: only those without
 * @param window true: only those whose window is open; false: only those whose is not
 */
public record ConversationQuery(
        @Nullable String phoneNumberId,
        @Nullable String text,
        @Nullable Boolean unread,
        @Nullable Boolean window,
        @Nullable String cursor,
        int limit) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;

    public ConversationQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new BadQuery("limit", "limit must be from 1 to " + MAX_LIMIT);
        }
    }
}
