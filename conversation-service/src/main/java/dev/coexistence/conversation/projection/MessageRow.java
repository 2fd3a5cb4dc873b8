package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.message.MessageState;
import org.jspecify.annotations.Nullable;

/** A message under work in one batch: what the database holds of it, and what it is to hold. */
final class MessageRow {
    static final long NO_CONVERSATION = 0;

    private final long id;
    private final String phoneNumberId;
    private final @Nullable MessageState before;
    private final long conversationBefore;
    private MessageState now;
    private long conversation;
    private boolean gone;

    private MessageRow(
            long id,
            String phoneNumberId,
            @Nullable MessageState before,
            MessageState now,
            long conversation) {
        this.id = id;
        this.phoneNumberId = phoneNumberId;
        this.before = before;
        this.now = now;
        this.conversationBefore = conversation;
        this.conversation = conversation;
    }

    static MessageRow stored(
            long id, String phoneNumberId, MessageState before, long conversation) {
        return new MessageRow(id, phoneNumberId, before, before, conversation);
    }

    static MessageRow fresh(long id, String phoneNumberId, MessageState now) {
        return new MessageRow(id, phoneNumberId, null, now, NO_CONVERSATION);
    }

    void join(MessageState more) {
        now = now.join(more);
    }

    void settle(long newConversation) {
        conversation = newConversation;
    }

    void remove() {
        gone = true;
    }

    long id() {
        return id;
    }

    String phoneNumberId() {
        return phoneNumberId;
    }

    @Nullable MessageState before() {
        return before;
    }

    MessageState now() {
        return now;
    }

    long conversation() {
        return conversation;
    }

    long conversationBefore() {
        return conversationBefore;
    }

    boolean isGone() {
        return gone;
    }

    boolean isNew() {
        return before == null;
    }

    boolean hasChanged() {
        return !now.equals(before) || conversation != conversationBefore;
    }

    /** Whether it is a message now and was none before, only waited for at most. */
    boolean isFirstSaid() {
        return !gone && now.isSaid() && (before == null || !before.isSaid());
    }

    /** Whether its words came or changed in this batch, and with them perhaps its thread. */
    boolean hasNewContent() {
        return now.content() != null && (before == null || !now.content().equals(before.content()));
    }
}
