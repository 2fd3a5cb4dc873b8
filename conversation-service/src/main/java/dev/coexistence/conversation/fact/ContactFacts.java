package dev.coexistence.conversation.fact;

import dev.coexistence.conversation.contact.ContactNames.Book;
import dev.coexistence.conversation.database.TextSanitizer;
import dev.coexistence.conversation.fact.Fact.PeerSeen;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.schemas.events.ContactAction;
import dev.coexistence.schemas.events.ContactChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Facts of the owner's address book: who is in it, and under which name. */
final class ContactFacts {
    private ContactFacts() {}

    static List<Fact> read(ContactChange event) {
        Peer peer = PeerReader.read(event.getContact(), Optional.empty());
        if (!peer.isKnown() || event.getAction() == ContactAction.UNKNOWN) {
            return List.of();
        }
        Instant at = ReceiptTime.limit(event.getOccurredAt(), event.getReceivedAt());
        Instant receivedAt = ReceiptTime.order(event.getReceivedAt(), event.getRaw());
        boolean removed = event.getAction() == ContactAction.REMOVE;
        var book =
                new Book(
                        at,
                        receivedAt,
                        removed ? null : TextSanitizer.id(event.getFullName().orElse(null)),
                        removed ? null : TextSanitizer.id(event.getFirstName().orElse(null)),
                        removed,
                        List.of());
        return List.of(new PeerSeen(event.getPhoneNumberId(), peer, at, receivedAt, book));
    }
}
