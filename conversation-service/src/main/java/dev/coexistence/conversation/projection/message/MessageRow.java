package dev.coexistence.conversation.projection.message;

import dev.coexistence.conversation.message.MessageState;
import org.jspecify.annotations.Nullable;

/** Message under work in one batch: its stored state, and its state after the batch. */
public final class MessageRow {
    public static final long NO_CONVERSATION = 0;

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

    static MessageRow load(long id, String phoneNumberId, MessageState before, long conversation) {
        return new MessageRow(id, phoneNumberId, before, before, conversation);
    }

    static MessageRow fresh(long id, String phoneNumberId, MessageState now) {
        return new MessageRow(id, phoneNumberId, null, now, NO_CONVERSATION);
    }

    void join(MessageState more) {
        now = now.join(more);
    }

    public void assign(long newConversation) {
        conversation = newConversation;
    }

    void remove() {
        gone = true;
    }

    public long id() {
        return id;
    }

    public String phoneNumberId() {
        return phoneNumberId;
    }

    public @Nullable MessageState before() {
        return before;
    }

    public MessageState now() {
        return now;
    }

    public long conversation() {
        return conversation;
    }

    public long conversationBefore() {
        return conversationBefore;
    }

    public boolean isGone() {
        return gone;
    }

    boolean isNew() {
        return before == null;
    }

    public boolean hasChanged() {
        return !now.equals(before) || conversation != conversationBefore;
    }

    /** True where its first content came in this batch. */
    public boolean isFirstContent() {
        return !gone && now.hasContent() && (before == null || !before.hasContent());
    }

    /** True where its content came or changed in this batch, and with it perhaps its thread. */
    public boolean hasNewContent() {
        return now.content() != null && (before == null || !now.content().equals(before.content()));
    }
}
