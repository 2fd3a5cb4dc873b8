package dev.coexistence.conversation.reading;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A thread in the list.
 *
 * @param kind DIRECT with one contact, or GROUP
 * @param contact null for a group; in JSON an object all of whose members are null, so that a
 *     client that knows no groups reads on
 * @param group null for a direct thread
 */
public record ConversationView(
        String id,
        String phoneNumberId,
        String kind,
        @JsonSerialize(nullsUsing = NoContact.class) @Nullable ContactView contact,
        @Nullable GroupView group,
        @Nullable MessageView lastMessage,
        @Nullable Instant lastAt,
        int unread,
        WindowView window) {
    public static final String DIRECT = "DIRECT";
    public static final String GROUP = "GROUP";

    /** The same with phone numbers masked. */
    ConversationView maskPhones() {
        return new ConversationView(
                id,
                phoneNumberId,
                kind,
                contact == null ? null : contact.maskPhones(),
                group == null ? null : group.maskPhones(),
                lastMessage == null ? null : lastMessage.maskPhones(),
                lastAt,
                unread,
                window.maskPhones());
    }

    /** True for a group. */
    public boolean inGroup() {
        return group != null;
    }
}
