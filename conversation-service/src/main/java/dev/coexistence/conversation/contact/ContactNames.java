package dev.coexistence.conversation.contact;

import dev.coexistence.conversation.message.Peer;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a contact is called, by source; in each the newest telling wins. */
public record ContactNames(
        @Nullable Told profile,
        @Nullable Book book,
        @Nullable Told username,
        @Nullable Told phone) {
    public static final ContactNames NONE = new ContactNames(null, null, null, null);

    /** A name and since when. */
    public record Told(Instant at, String value) {
        static @Nullable Told join(@Nullable Told a, @Nullable Told b) {
            if (a == null) {
                return b;
            }
            if (b == null) {
                return a;
            }
            int order = a.at.compareTo(b.at);
            return order != 0 ? (order > 0 ? a : b) : (a.value.compareTo(b.value) >= 0 ? a : b);
        }
    }

    /**
     * The entry in the owner's address book.
     *
     * @param removed true for a tombstone: the entry was deleted at that time
     */
    public record Book(
            Instant at, @Nullable String fullName, @Nullable String firstName, boolean removed) {
        static @Nullable Book join(@Nullable Book a, @Nullable Book b) {
            if (a == null) {
                return b;
            }
            if (b == null) {
                return a;
            }
            int order = a.at.compareTo(b.at);
            return order != 0
                    ? (order > 0 ? a : b)
                    : (a.toString().compareTo(b.toString()) >= 0 ? a : b);
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

    /** Whether people read the same names, whenever each was told. */
    boolean readsLike(ContactNames other) {
        return Objects.equals(value(profile), value(other.profile))
                && Objects.equals(value(username), value(other.username))
                && Objects.equals(value(phone), value(other.phone))
                && Objects.equals(timeless(book), timeless(other.book));
    }

    private static @Nullable String value(@Nullable Told told) {
        return told == null ? null : told.value();
    }

    private static @Nullable Book timeless(@Nullable Book book) {
        return book == null
                ? null
                : new Book(Instant.EPOCH, book.fullName(), book.firstName(), book.removed());
    }

    /** What one event calls a peer. Somebody who writes in a group gives the group no name. */
    public static ContactNames of(Peer peer, Instant at) {
        if (peer.isGroup()) {
            return NONE;
        }
        return new ContactNames(
                told(at, peer.profile()), null, told(at, peer.username()), told(at, peer.phone()));
    }

    private static @Nullable Told told(Instant at, @Nullable String name) {
        return name == null ? null : new Told(at, name);
    }

    /**
     * These names where some of the sightings were of somebody else.
     *
     * @param others what those told
     * @param own what the rest told
     */
    ContactNames parted(ContactNames others, ContactNames own) {
        return new ContactNames(
                Objects.equals(profile, others.profile) ? own.profile : profile,
                Objects.equals(book, others.book) ? own.book : book,
                Objects.equals(username, others.username) ? own.username : username,
                Objects.equals(phone, others.phone) ? own.phone : phone);
    }

    private static void append(StringBuilder line, @Nullable String name) {
        if (name != null) {
            line.append(name).append('\n');
        }
    }

    public ContactNames join(ContactNames other) {
        return new ContactNames(
                Told.join(profile, other.profile),
                Book.join(book, other.book),
                Told.join(username, other.username),
                Told.join(phone, other.phone));
    }
}
