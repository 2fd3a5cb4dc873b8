package dev.coexistence.conversation.projection.number;

import dev.coexistence.conversation.fact.Fact;
import dev.coexistence.conversation.fact.Fact.ChunkImported;
import dev.coexistence.conversation.fact.Fact.ImportDeclined;
import dev.coexistence.database.ColumnBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Log of the import of older chats: its chunks, or that the owner declined it. */
final class HistoryLog {
    private static final ColumnBatch<ChunkImported> CHUNKS =
            ColumnBatch.<ChunkImported>into("history_chunk")
                    .text("phone_number_id", ChunkImported::phoneNumberId)
                    .bigint("phase", ChunkImported::phase)
                    .bigint("chunk_order", ChunkImported::chunkOrder)
                    .bigint("progress", ChunkImported::progress)
                    .bigint("messages", ChunkImported::messages)
                    .time("received_at", ChunkImported::receivedAt);

    private static final ColumnBatch<ImportDeclined> DECLINED =
            ColumnBatch.<ImportDeclined>into("history_declined")
                    .text("phone_number_id", ImportDeclined::phoneNumberId)
                    .bigint("code", ImportDeclined::code)
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
