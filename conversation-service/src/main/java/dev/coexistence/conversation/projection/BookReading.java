package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.contact.ContactNames.Book;
import dev.coexistence.conversation.hold.Hold;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.conversation.projection.Fact.ChunkImported;
import dev.coexistence.conversation.projection.Fact.ConnectionTold;
import dev.coexistence.conversation.projection.Fact.HoldTold;
import dev.coexistence.conversation.projection.Fact.ImportDeclined;
import dev.coexistence.conversation.projection.Fact.NumberFace;
import dev.coexistence.conversation.projection.Fact.NumberHealth;
import dev.coexistence.conversation.projection.Fact.PeerSeen;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ContactAction;
import dev.coexistence.schemas.events.ContactChange;
import dev.coexistence.schemas.events.HistoryEvent;
import dev.coexistence.schemas.events.HoldState;
import dev.coexistence.schemas.events.MetaError;
import dev.coexistence.schemas.events.NumberHold;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the address book, the import's progress and the connections say. */
final class BookReading {
    private BookReading() {}

    static List<Fact> of(ContactChange event) {
        Peer peer = Peers.of(event.getContact(), Optional.empty());
        if (!peer.isKnown() || event.getAction() == ContactAction.UNKNOWN) {
            return List.of();
        }
        Instant at = Receipt.bounded(event.getOccurredAt(), event.getReceivedAt());
        Instant receivedAt = Receipt.of(event.getReceivedAt(), event.getRaw());
        boolean removed = event.getAction() == ContactAction.REMOVE;
        var book =
                new Book(
                        at,
                        receivedAt,
                        removed ? null : Clean.id(event.getFullName().orElse(null)),
                        removed ? null : Clean.id(event.getFirstName().orElse(null)),
                        removed,
                        List.of());
        return List.of(new PeerSeen(event.getPhoneNumberId(), peer, at, receivedAt, book));
    }

    static List<Fact> of(HistoryEvent event) {
        String number = event.getPhoneNumberId();
        return switch (event.getKind()) {
            case MESSAGE ->
                    event.getMessage()
                            .map(m ->
                                    MessageReading.of(
                                            number,
                                            m,
                                            Receipt.of(event.getReceivedAt(), event.getRaw())))
                            .orElse(List.of());
            case PROGRESS ->
                    event.getProgress()
                            .map(p ->
                                    List.<Fact>of(
                                            new ChunkImported(
                                                    number,
                                                    p.getPhase(),
                                                    p.getChunkOrder(),
                                                    p.getProgress(),
                                                    p.getMessages(),
                                                    event.getReceivedAt())))
                            .orElse(List.of());
            case DECLINED ->
                    List.of(
                            new ImportDeclined(
                                    number,
                                    event.getDeclined().map(MetaError::getCode).orElse(0),
                                    Clean.textOrNull(
                                            event.getDeclined()
                                                    .flatMap(MetaError::getTitle)
                                                    .orElse(null)),
                                    Clean.textOrNull(
                                            event.getDeclined()
                                                    .flatMap(MetaError::getDetails)
                                                    .orElse(null)),
                                    event.getReceivedAt()));
            case UNKNOWN -> List.of();
        };
    }

    static List<Fact> of(Connection event) {
        var face =
                new NumberFace(
                        Clean.textOrNull(event.getDisplayPhoneNumber().orElse(null)),
                        Clean.textOrNull(event.getVerifiedName().orElse(null)),
                        Clean.textOrNull(event.getWabaId().orElse(null)),
                        Clean.textOrNull(event.getCountry().orElse(null)),
                        Clean.text(event.getPolicyEdition()),
                        event.getDisabledFeatures().stream().map(Clean::text).toList(),
                        event.getEncryptedToken().map(BookReading::bytes).orElse(null));
        var health =
                new NumberHealth(
                        Clean.textOrNull(event.getReason().orElse(null)),
                        Clean.textOrNull(event.getInitiatedBy().orElse(null)),
                        event.getPresumedInactive(),
                        event.getLastActivityAt().orElse(null),
                        Clean.textOrNull(event.getLastActivityKind().orElse(null)),
                        event.getChangedAt());
        return List.of(
                new ConnectionTold(
                        event.getPhoneNumberId(),
                        Clean.text(event.getConnectionId()),
                        event.getEpoch(),
                        event.getVersion(),
                        event.getState().name(),
                        event.getMode().name(),
                        event.getBudgetPerSecond(),
                        face,
                        health));
    }

    static List<Fact> of(NumberHold event) {
        if (event.getState() == HoldState.UNKNOWN) {
            return List.of();
        }
        var error = event.getError();
        var hold =
                new Hold(
                        event.getVersion(),
                        event.getState().name(),
                        Clean.text(event.getReason()),
                        event.getSince(),
                        Clean.text(event.getReleasedBy()),
                        error.map(MetaError::getCode).orElse(null),
                        event.getErrorSubcode().orElse(null),
                        Clean.textOrNull(error.flatMap(MetaError::getMessage).orElse(null)),
                        Clean.textOrNull(error.flatMap(MetaError::getDetails).orElse(null)),
                        event.getNextProbeAt().orElse(null),
                        event.getProbes(),
                        event.getWaiting(),
                        Clean.textOrNull(event.getNextAction().orElse(null)));
        return List.of(new HoldTold(event.getPhoneNumberId(), hold));
    }

    private static byte[] bytes(java.nio.ByteBuffer buffer) {
        var copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
