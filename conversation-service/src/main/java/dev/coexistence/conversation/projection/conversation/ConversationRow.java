package dev.coexistence.conversation.projection.conversation;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Row of one conversation in the list, kept up to date with its messages: the last message, the
 * customer's last live one (it opened the window), the message up to which all is read, and the
 * number of unread messages.
 */
final class ConversationRow {
    private final long id;
    private final String phoneNumberId;
    private @Nullable Mark last;
    private @Nullable Mark in;
    private @Nullable ReadMark read;
    private int unread;
    private boolean stale;
    private boolean changed;

    /** A message's place in its thread. */
    record Mark(Instant at, Instant receivedAt, long messageId) {
        static final Comparator<Mark> ORDER =
                Comparator.comparing(Mark::at)
                        .thenComparing(Mark::receivedAt)
                        .thenComparing(Mark::messageId);

        boolean isAfter(@Nullable Mark other) {
            return other == null || ORDER.compare(this, other) > 0;
        }
    }

    /**
     * The message up to which the business has read a thread.
     *
     * @param receivedAt null where everything of that second is read
     */
    record ReadMark(Instant at, @Nullable Instant receivedAt) {
        private static final Comparator<ReadMark> ORDER =
                Comparator.comparing(ReadMark::at)
                        .thenComparing(
                                ReadMark::receivedAt,
                                Comparator.nullsLast(Comparator.naturalOrder()));

        boolean isAfter(ReadMark other) {
            return ORDER.compare(this, other) > 0;
        }
    }

    ConversationRow(
            long id,
            String phoneNumberId,
            @Nullable Mark last,
            @Nullable Mark in,
            @Nullable ReadMark read,
            int unread) {
        this.id = id;
        this.phoneNumberId = phoneNumberId;
        this.last = last;
        this.in = in;
        this.read = read;
        this.unread = unread;
    }

    static ConversationRow fresh(long id, String phoneNumberId) {
        var row = new ConversationRow(id, phoneNumberId, null, null, null, 0);
        row.changed = true;
        return row;
    }

    void recordMessage(Mark mark) {
        if (mark.isAfter(last)) {
            last = mark;
            changed = true;
        }
    }

    void recordCustomerMessage(Mark mark) {
        if (mark.isAfter(in)) {
            in = mark;
            changed = true;
        }
    }

    /** Moves the read mark forward; answers whether it moved. */
    boolean markRead(ReadMark upTo) {
        if (read != null && !upTo.isAfter(read)) {
            return false;
        }
        read = upTo;
        changed = true;
        return true;
    }

    /** True for a message of the customer that nobody of the business has seen. */
    boolean isUnread(Instant at, Instant receivedAt) {
        return read == null || new ReadMark(at, receivedAt).isAfter(read);
    }

    /** Marks the counters as wrong, so that they are counted again from the messages. */
    void recount() {
        stale = true;
        changed = true;
    }

    void setUnread(int count) {
        if (unread != count) {
            unread = count;
            changed = true;
        }
    }

    long id() {
        return id;
    }

    String phoneNumberId() {
        return phoneNumberId;
    }

    @Nullable Mark last() {
        return last;
    }

    @Nullable Mark in() {
        return in;
    }

    @Nullable ReadMark read() {
        return read;
    }

    int unread() {
        return unread;
    }

    boolean isStale() {
        return stale;
    }

    boolean hasChanged() {
        return changed;
    }
}
