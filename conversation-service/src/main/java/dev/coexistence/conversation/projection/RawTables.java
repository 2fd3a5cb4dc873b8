package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.database.Rows;
import dev.coexistence.conversation.projection.Fact.ChangeTold;
import dev.coexistence.conversation.projection.Fact.ChunkImported;
import dev.coexistence.conversation.projection.Fact.ImportDeclined;
import dev.coexistence.conversation.projection.Fact.StatusTold;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What is kept as it came, once, however often it comes. */
final class RawTables {
    private static final Rows<StatusTold> STATUSES =
            Rows.<StatusTold>of("message_status")
                    .text("phone_number_id", StatusTold::phoneNumberId)
                    .text("wamid", StatusTold::wamid)
                    .text("status", StatusTold::status)
                    .text("recipient", StatusTold::recipient)
                    .time("occurred_at", StatusTold::occurredAt)
                    .time("received_at", StatusTold::receivedAt)
                    .text("json", StatusTold::json);

    private static final Rows<ChangeTold> CHANGES =
            Rows.<ChangeTold>of("message_change")
                    .text("phone_number_id", ChangeTold::phoneNumberId)
                    .text("wamid", ChangeTold::wamid)
                    .text("target", ChangeTold::target)
                    .text("kind", ChangeTold::kind)
                    .text("direction", c -> c.outgoing() ? "OUT" : "IN")
                    .text("body", ChangeTold::body)
                    .text("json", ChangeTold::json)
                    .time("occurred_at", ChangeTold::occurredAt);

    private static final Rows<ChunkImported> CHUNKS =
            Rows.<ChunkImported>of("history_chunk")
                    .text("phone_number_id", ChunkImported::phoneNumberId)
                    .number("phase", ChunkImported::phase)
                    .number("chunk_order", ChunkImported::chunkOrder)
                    .number("progress", ChunkImported::progress)
                    .number("messages", ChunkImported::messages)
                    .time("received_at", ChunkImported::receivedAt);

    private static final Rows<ImportDeclined> DECLINED =
            Rows.<ImportDeclined>of("history_declined")
                    .text("phone_number_id", ImportDeclined::phoneNumberId)
                    .number("code", ImportDeclined::code)
                    .text("title", ImportDeclined::title)
                    .text("details", ImportDeclined::details)
                    .time("received_at", ImportDeclined::receivedAt);

    private static final String ONCE = "on conflict do nothing";

    private RawTables() {}

    static void save(Connection connection, List<Fact> facts) throws SQLException {
        STATUSES.insert(connection, only(facts, StatusTold.class), ONCE);
        CHANGES.insert(connection, only(facts, ChangeTold.class), ONCE);
        CHUNKS.insert(connection, only(facts, ChunkImported.class), ONCE);
        DECLINED.insert(connection, only(facts, ImportDeclined.class), ONCE);
    }

    private static <F extends Fact> List<F> only(List<Fact> facts, Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
