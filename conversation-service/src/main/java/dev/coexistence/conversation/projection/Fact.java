package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.contact.ContactNames.Book;
import dev.coexistence.conversation.contact.Merge;
import dev.coexistence.conversation.contact.Sighting;
import dev.coexistence.conversation.hold.Hold;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.message.Peer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an event says, in the terms of this service. An event may say several things. */
sealed interface Fact {
    /** The number it is about; everything of one number is in one partition. */
    String phoneNumberId();

    /** Something about a message, to be joined to what is known of it. */
    record MessageTold(String phoneNumberId, MessageState state) implements Fact {}

    /** A status, kept as it came. */
    record StatusTold(
            String phoneNumberId,
            String wamid,
            String status,
            String recipient,
            Instant occurredAt,
            Instant receivedAt,
            String json)
            implements Fact {}

    /** An edit, a revoke or a reaction, kept as it came. */
    record ChangeTold(
            String phoneNumberId,
            String wamid,
            String target,
            String kind,
            boolean outgoing,
            @Nullable String body,
            String json,
            Instant occurredAt)
            implements Fact {}

    /**
     * Somebody was named; all aliases of the peer are one contact.
     *
     * @param book what the owner's address book says of them, where that is what named them
     * @param marketing what they told Meta of marketing messages, where that is what named them
     * @param because what to record where two contacts become one by that; see {@link Merge}
     */
    record PeerSeen(
            String phoneNumberId,
            Peer peer,
            Instant at,
            Instant receivedAt,
            @Nullable Book book,
            @Nullable String marketing,
            String because)
            implements Fact {
        PeerSeen(
                String phoneNumberId,
                Peer peer,
                Instant at,
                Instant receivedAt,
                @Nullable Book book) {
            this(phoneNumberId, peer, at, receivedAt, book, null, Merge.ONE_EVENT);
        }

        Sighting sighting() {
            return Sighting.of(phoneNumberId, peer, at, receivedAt, book, marketing);
        }
    }

    /**
     * Somebody was spoken of by one name only, by a status or a change of an earlier message: that
     * says neither that somebody new has the name nor who it is.
     */
    record PeerMentioned(String phoneNumberId, Peer peer, Instant at) implements Fact {}

    /** Two peers are one user, who got another user id. */
    record SameUser(String phoneNumberId, Peer before, Peer now, Instant at) implements Fact {}

    /** Somebody took another phone number: from then on the old one may be somebody else's. */
    record PhoneChanged(String phoneNumberId, String oldPhone, Peer now, Instant at)
            implements Fact {}

    /** A chunk of the import came. */
    record ChunkImported(
            String phoneNumberId,
            int phase,
            int chunkOrder,
            int progress,
            int messages,
            Instant receivedAt)
            implements Fact {}

    /** The owner does not share the history. */
    record ImportDeclined(
            String phoneNumberId,
            int code,
            @Nullable String title,
            @Nullable String details,
            Instant receivedAt)
            implements Fact {}

    /** Where the connection of the number stands. */
    record ConnectionTold(
            String phoneNumberId,
            String connectionId,
            long epoch,
            long version,
            String state,
            String mode,
            int budgetPerSecond,
            NumberFace face,
            NumberHealth health)
            implements Fact {}

    /** Whether Meta takes what the number sends. */
    record HoldTold(String phoneNumberId, Hold hold) implements Fact {}

    /** How a number looks to people. */
    record NumberFace(
            @Nullable String displayPhoneNumber,
            @Nullable String verifiedName,
            @Nullable String wabaId,
            @Nullable String country,
            String policyEdition,
            List<String> disabledFeatures,
            byte @Nullable [] encryptedToken) {}

    /** Why a number stands as it does. */
    record NumberHealth(
            @Nullable String reason,
            @Nullable String initiatedBy,
            boolean presumedInactive,
            @Nullable Instant lastActivityAt,
            @Nullable String lastActivityKind,
            Instant changedAt) {}
}
