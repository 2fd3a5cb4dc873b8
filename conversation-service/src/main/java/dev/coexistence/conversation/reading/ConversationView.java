package dev.coexistence.conversation.reading;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A thread in the list.
 *
 * @param kind DIRECT with one contact, or GROUP
 * @param contact null for a group
 * @param group null for a direct thread
 */
public record ConversationView(
        String id,
        String phoneNumberId,
        String kind,
        @Nullable ContactView contact,
        @Nullable GroupView group,
        @Nullable MessageView lastMessage,
        @Nullable Instant lastAt,
        int unread,
        WindowView window) {
    public static final String DIRECT = "DIRECT";
    public static final String GROUP = "GROUP";

    /** True for a group. */
    public boolean inGroup() {
        return group != null;
    }
}
