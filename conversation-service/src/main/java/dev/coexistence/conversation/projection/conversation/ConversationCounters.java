package dev.coexistence.conversation.projection.conversation;

import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.projection.conversation.ConversationRow.Mark;
import dev.coexistence.conversation.projection.conversation.ConversationRow.ReadMark;
import dev.coexistence.conversation.projection.message.MessageRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counters of the conversations of one batch: last message, opened window, read mark, unread. A new
 * message is added to them. Where a message takes back what it had added (its time was corrected,
 * it moved to another contact), the conversation is counted again from its messages.
 */
public final class ConversationCounters {
    private final Map<Long, ConversationRow> conversations;
    private final Map<Long, Integer> newlyUnread = new HashMap<>();

    private ConversationCounters(Map<Long, ConversationRow> stored) {
        this.conversations = new HashMap<>(stored);
    }

    /**
     * Brings the conversations up to date; called after the messages are written.
     *
     * @param recounts conversations to count again whatever the messages say, with their numbers
     */
    public static void apply(
            Connection connection, Collection<MessageRow> rows, Map<Long, String> recounts)
            throws SQLException {
        Set<Long> touched = findTouched(rows);
        touched.addAll(recounts.keySet());
        var counters = new ConversationCounters(ConversationTable.load(connection, touched));
        counters.count(rows);
        recounts.forEach(counters::recount);
        ConversationTable.save(connection, counters.conversations.values());
    }

    /** Conversations that these messages stand in, or stood in. */
    private static Set<Long> findTouched(Collection<MessageRow> rows) {
        var touched = new LinkedHashSet<Long>();
        for (MessageRow row : rows) {
            if (isTouched(row)) {
                touched.add(row.conversation());
                touched.add(row.conversationBefore());
            }
        }
        touched.remove(MessageRow.NO_CONVERSATION);
        return touched;
    }

    private void count(Collection<MessageRow> all) {
        var rows = all.stream().filter(ConversationCounters::isTouched).toList();
        for (MessageRow row : rows) {
            if (takesBack(row)) {
                recount(row.conversationBefore(), row.phoneNumberId());
                recount(row.conversation(), row.phoneNumberId());
            } else if (!row.isGone() && row.conversation() != MessageRow.NO_CONVERSATION) {
                add(row);
            }
        }
        rows.forEach(this::countUnread);
        newlyUnread.forEach((id, count) -> {
            ConversationRow conversation = rowOf(id, "");
            conversation.setUnread(conversation.unread() + count);
        });
    }

    private static boolean isTouched(MessageRow row) {
        return row.hasChanged() || row.isGone();
    }

    private void add(MessageRow row) {
        Mark mark = mark(row.id(), row.now());
        if (mark == null) {
            return;
        }
        ConversationRow conversation = rowOf(row.conversation(), row.phoneNumberId());
        conversation.recordMessage(mark);
        if (row.now().isFromCustomer()) {
            conversation.recordCustomerMessage(mark);
        }
        ReadMark read = readBy(row.now());
        if (read != null && conversation.markRead(read) && conversation.unread() > 0) {
            conversation.recount();
        }
    }

    private void countUnread(MessageRow row) {
        MessageState before = row.before();
        Content content = row.now().content();
        if (row.isGone()
                || content == null
                || row.conversation() == MessageRow.NO_CONVERSATION
                || !row.now().isFromCustomer()
                || (before != null && before.isFromCustomer())) {
            return;
        }
        if (rowOf(row.conversation(), row.phoneNumberId())
                .isUnread(content.occurredAt(), content.receivedAt())) {
            newlyUnread.merge(row.conversation(), 1, Integer::sum);
        }
    }

    private void recount(long conversation, String phoneNumberId) {
        if (conversation != MessageRow.NO_CONVERSATION) {
            rowOf(conversation, phoneNumberId).recount();
        }
    }

    private ConversationRow rowOf(long id, String phoneNumberId) {
        return conversations.computeIfAbsent(id, _ -> ConversationRow.fresh(id, phoneNumberId));
    }

    private static boolean takesBack(MessageRow row) {
        MessageState before = row.before();
        if (before == null || row.conversationBefore() == MessageRow.NO_CONVERSATION) {
            return false;
        }
        if (row.isGone() || row.conversation() != row.conversationBefore()) {
            return true;
        }
        MessageState now = row.now();
        Mark marked = mark(row.id(), before);
        if (marked != null && !marked.equals(mark(row.id(), now))) {
            return true;
        }
        ReadMark read = readBy(before);
        return (before.isFromCustomer() && !now.isFromCustomer())
                || (read != null && !read.equals(readBy(now)));
    }

    private static @Nullable Mark mark(long id, MessageState state) {
        Content content = state.content();
        return content == null ? null : new Mark(content.occurredAt(), content.receivedAt(), id);
    }

    /** Up to where the business has read the thread, as this message shows. */
    private static @Nullable ReadMark readBy(MessageState state) {
        Content content = state.content();
        return content != null && (state.readMarked() || state.isFromApp())
                ? new ReadMark(content.occurredAt(), content.receivedAt())
                : null;
    }
}
