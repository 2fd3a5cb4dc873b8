package dev.coexistence.conversation.projection.number;

import dev.coexistence.conversation.database.ColumnBatch;
import dev.coexistence.conversation.fact.Fact;
import dev.coexistence.conversation.fact.Fact.ChunkImported;
import dev.coexistence.conversation.fact.Fact.ImportDeclined;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Log of the import of older chats: its chunks, or that the owner declined it. */
final class HistoryLog {
    private static final ColumnBatch<ChunkImported> CHUNKS =
            ColumnBatch.<ChunkImported>of("history_chunk")
                    .text("phone_number_id", ChunkImported::phoneNumberId)
                    .number("phase", ChunkImported::phase)
                    .number("chunk_order", ChunkImported::chunkOrder)
                    .number("progress", ChunkImported::progress)
                    .number("messages", ChunkImported::messages)
                    .time("received_at", ChunkImported::receivedAt);

    private static final ColumnBatch<ImportDeclined> DECLINED =
            ColumnBatch.<ImportDeclined>of("history_declined")
                    .text("phone_number_id", ImportDeclined::phoneNumberId)
                    .number("code", ImportDeclined::code)
                    .text("title", ImportDeclined::title)
                    .text("details", ImportDeclined::details)
                    .time("received_at", ImportDeclined::receivedAt);

    private static final String ONCE = "on conflict do nothing";

    private HistoryLog() {}

    static void save(Connection connection, List<Fact> facts) throws SQLException {
        CHUNKS.insert(connection, select(facts, ChunkImported.class), ONCE);
        DECLINED.insert(connection, select(facts, ImportDeclined.class), ONCE);
    }

    private static <F extends Fact> List<F> select(List<Fact> facts, Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
