package dev.coexistence.conversation.contact;

import dev.coexistence.conversation.message.LastWriteWins;
import dev.coexistence.conversation.message.Peer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Names of a contact by source; in each source the newest one wins.
 *
 * @param marketing what they told Meta of marketing messages: {@code stop} or {@code resume}
 */
public record ContactNames(
        @Nullable RecordedName profile,
        @Nullable Book book,
        @Nullable RecordedName username,
        @Nullable RecordedName phone,
        @Nullable RecordedName marketing) {
    public static final ContactNames NONE = new ContactNames(null, null, null, null, null);

    /** A name and since when. */
    public record RecordedName(
            Instant at, Instant receivedAt, String value, List<RecordedName> rivals)
            implements LastWriteWins<RecordedName> {
        public RecordedName(Instant at, String value) {
            this(at, at, value, List.of());
        }

        @Override
        public Object words() {
            return value;
        }

        @Override
        public RecordedName copy(Instant newReceivedAt, List<RecordedName> newRivals) {
            return new RecordedName(at, newReceivedAt, value, newRivals);
        }
    }

    /**
     * The entry in the owner's address book.
     *
     * @param removed true for a tombstone: the entry was deleted at that time
     */
    public record Book(
            Instant at,
            Instant receivedAt,
            @Nullable String fullName,
            @Nullable String firstName,
            boolean removed,
            List<Book> rivals)
            implements LastWriteWins<Book> {
        public Book(
                Instant at,
                @Nullable String fullName,
                @Nullable String firstName,
                boolean removed) {
            this(at, at, fullName, firstName, removed, List.of());
        }

        @Override
        public Object words() {
            return Arrays.asList(fullName, firstName, removed);
        }

        @Override
        public Book copy(Instant newReceivedAt, List<Book> newRivals) {
            return new Book(at, newReceivedAt, fullName, firstName, removed, newRivals);
        }
    }

    /** All of them in one line, to be found by. */
    public String line() {
        var line = new StringBuilder();
        append(line, profile == null ? null : profile.value());
        append(line, book == null ? null : book.fullName());
        append(line, book == null ? null : book.firstName());
        append(line, username == null ? null : username.value());
        append(line, phone == null ? null : phone.value());
        return line.toString();
    }

    /** True where people read the same names, whenever each was received. */
    boolean readsLike(ContactNames other) {
        return Objects.equals(value(profile), value(other.profile))
                && Objects.equals(value(username), value(other.username))
                && Objects.equals(value(phone), value(other.phone))
                && Objects.equals(value(marketing), value(other.marketing))
                && Objects.equals(words(book), words(other.book));
    }

    private static @Nullable String value(@Nullable RecordedName told) {
        return told == null ? null : told.value();
    }

    private static @Nullable Object words(@Nullable Book book) {
        return book == null ? null : book.words();
    }

    /**
     * The names that one event gives a peer. Somebody who writes in a group gives the group no
     * name.
     */
    public static ContactNames read(Peer peer, Instant at, Instant receivedAt) {
        if (peer.isGroup()) {
            return NONE;
        }
        return new ContactNames(
                readName(at, receivedAt, peer.profile()),
                null,
                readName(at, receivedAt, peer.username()),
                readName(at, receivedAt, peer.phone()),
                null);
    }

    static @Nullable RecordedName readName(Instant at, Instant receivedAt, @Nullable String value) {
        return value == null ? null : new RecordedName(at, receivedAt, value, List.of());
    }

    private static <T extends LastWriteWins<T>> @Nullable T join(@Nullable T a, @Nullable T b) {
        if (a == null) {
            return b;
        }
        return b == null ? a : LastWriteWins.join(a, b);
    }

    /**
     * These names where some of the sightings were of somebody else.
     *
     * @param others what those told
     * @param own what the rest told
     */
    ContactNames split(ContactNames others, ContactNames own) {
        return new ContactNames(
                split(profile, others.profile, own.profile),
                split(book, others.book, own.book),
                split(username, others.username, own.username),
                split(phone, others.phone, own.phone),
                split(marketing, others.marketing, own.marketing));
    }

    /**
     * A name of a second that has other names too is the one that this contact's own events gave
     * then.
     */
    private static <T extends LastWriteWins<T>> @Nullable T split(
            @Nullable T all, @Nullable T others, @Nullable T own) {
        return all != null && others != null && all.at().equals(others.at()) ? own : all;
    }

    private static void append(StringBuilder line, @Nullable String name) {
        if (name != null) {
            line.append(name).append('\n');
        }
    }

    public ContactNames join(ContactNames other) {
        return new ContactNames(
                join(profile, other.profile),
                join(book, other.book),
                join(username, other.username),
                join(phone, other.phone),
                join(marketing, other.marketing));
    }
}
