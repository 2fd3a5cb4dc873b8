package dev.coexistence.conversation.contact;

import dev.coexistence.conversation.contact.ContactNames.Book;
import dev.coexistence.conversation.message.Peer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That some names were seen together: at that time they were one user's.
 *
 * @param receivedAt when that was first received
 * @param before other names that the same user had until then
 * @param movedTo the phone number that was theirs from then on
 * @param book what the owner's address book said of them
 * @param marketing what they told Meta of marketing messages: {@code stop} or {@code resume}
 * @param message the message that shows it, 0 where none does
 */
public record Sighting(
        String phoneNumberId,
        Peer peer,
        Instant at,
        Instant receivedAt,
        @Nullable Peer before,
        @Nullable String movedTo,
        @Nullable Book book,
        @Nullable String marketing,
        long message) {

    public static Sighting of(
            String phoneNumberId,
            Peer peer,
            Instant at,
            Instant receivedAt,
            @Nullable Book book,
            @Nullable String marketing) {
        return new Sighting(phoneNumberId, peer, at, receivedAt, null, null, book, marketing, 0);
    }

    static Sighting readMessage(
            String phoneNumberId, Peer peer, Instant at, Instant receivedAt, long message) {
        return new Sighting(phoneNumberId, peer, at, receivedAt, null, null, null, null, message);
    }

    public static Sighting linkUser(String phoneNumberId, Peer before, Peer now, Instant at) {
        return new Sighting(phoneNumberId, now, at, at, before, null, null, null, 0);
    }

    public static Sighting recordMove(String phoneNumberId, String oldPhone, Peer now, Instant at) {
        return new Sighting(
                phoneNumberId, now.withPhone(oldPhone), at, at, null, now.phone(), null, null, 0);
    }

    /** The same, whenever it was received. */
    Sighting timeless() {
        return new Sighting(
                phoneNumberId,
                peer,
                at,
                Instant.EPOCH,
                before,
                movedTo,
                book == null ? null : book.copy(Instant.EPOCH, List.of()),
                marketing,
                message);
    }

    /** The names, the surest first. */
    List<Alias> aliases() {
        var aliases = new ArrayList<>(Alias.of(peer));
        if (before != null) {
            aliases.addAll(Alias.of(before));
        }
        return aliases;
    }

    ContactNames names() {
        return ContactNames.read(peer, at, receivedAt)
                .join(
                        new ContactNames(
                                null,
                                book,
                                null,
                                null,
                                ContactNames.readName(at, receivedAt, marketing)));
    }
}
