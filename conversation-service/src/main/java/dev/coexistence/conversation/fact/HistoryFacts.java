package dev.coexistence.conversation.fact;

import dev.coexistence.conversation.database.TextSanitizer;
import dev.coexistence.conversation.fact.Fact.ChunkImported;
import dev.coexistence.conversation.fact.Fact.ImportDeclined;
import dev.coexistence.schemas.events.HistoryEvent;
import dev.coexistence.schemas.events.MetaError;
import java.util.List;

/**
 * Facts of the import of older chats: its messages, its progress, or that the owner declined it.
 */
final class HistoryFacts {
    private HistoryFacts() {}

    static List<Fact> read(HistoryEvent event) {
        String number = event.getPhoneNumberId();
        return switch (event.getKind()) {
            case MESSAGE ->
                    event.getMessage()
                            .map(m ->
                                    MessageFacts.read(
                                            number,
                                            m,
                                            ReceiptTime.order(
                                                    event.getReceivedAt(), event.getRaw())))
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
                                    TextSanitizer.textOrNull(
                                            event.getDeclined()
                                                    .flatMap(MetaError::getTitle)
                                                    .orElse(null)),
                                    TextSanitizer.textOrNull(
                                            event.getDeclined()
                                                    .flatMap(MetaError::getDetails)
                                                    .orElse(null)),
                                    event.getReceivedAt()));
            case UNKNOWN -> List.of();
        };
    }
}
