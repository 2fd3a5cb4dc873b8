package dev.coexistence.conversation.fact;

import dev.coexistence.conversation.contact.ContactMerge;
import dev.coexistence.conversation.contact.ContactNames.Book;
import dev.coexistence.conversation.contact.Sighting;
import dev.coexistence.conversation.hold.SendingHold;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.message.Peer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statement of one event in the terms of this service. An event may make several. */
public sealed interface Fact {
    /** The number it is about; everything of one number is in one partition. */
    String phoneNumberId();

    /** Partial state of a message, to be joined to the stored state. */
    record MessageRecorded(String phoneNumberId, MessageState state) implements Fact {}

    /** A status, kept as it came. */
    record StatusRecorded(
            String phoneNumberId,
            String wamid,
            String status,
            String recipient,
            Instant occurredAt,
            Instant receivedAt,
            String json)
            implements Fact {}

    /** An edit, a revoke or a reaction, kept as it came. */
    record ChangeRecorded(
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
     * @param because what to record where two contacts become one by that; see {@link ContactMerge}
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
        public PeerSeen(
                String phoneNumberId,
                Peer peer,
                Instant at,
                Instant receivedAt,
                @Nullable Book book) {
            this(phoneNumberId, peer, at, receivedAt, book, null, ContactMerge.ONE_EVENT);
        }

        public Sighting sighting() {
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

    /** State of a number's connection. */
    record ConnectionRecorded(
            String phoneNumberId,
            String connectionId,
            long epoch,
            long version,
            String state,
            String mode,
            int budgetPerSecond,
            String tenant,
            NumberFace face,
            NumberHealth health)
            implements Fact {}

    /** State of a number's hold: Meta takes its messages or does not. */
    record HoldRecorded(String phoneNumberId, SendingHold hold) implements Fact {}

    /** Display data of a number, and its encrypted token. */
    record NumberFace(
            @Nullable String displayPhoneNumber,
            @Nullable String verifiedName,
            @Nullable String wabaId,
            @Nullable String country,
            String policyEdition,
            List<String> disabledFeatures,
            byte @Nullable [] encryptedToken) {}

    /** Reason of a connection's state, and the number's last activity. */
    record NumberHealth(
            @Nullable String reason,
            @Nullable String initiatedBy,
            boolean presumedInactive,
            @Nullable Instant lastActivityAt,
            @Nullable String lastActivityKind,
            Instant changedAt) {}
}
