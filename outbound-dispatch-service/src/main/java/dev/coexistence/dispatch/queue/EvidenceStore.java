package dev.coexistence.dispatch.queue;

import dev.coexistence.database.ColumnBatch;
import dev.coexistence.dispatch.database.ConsumerOffsets;
import dev.coexistence.dispatch.database.ConsumerOffsets.Offset;
import dev.coexistence.dispatch.database.QueueDatabase;
import dev.coexistence.dispatch.ownership.Fence;
import dev.coexistence.dispatch.ownership.OwnershipLost;
import dev.coexistence.dispatch.template.TemplateNews;
import dev.coexistence.dispatch.template.TemplateStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stores what other topics tell about numbers and about what became of messages, with the offsets.
 */
public final class EvidenceStore {
    private static final ColumnBatch<Evidence> EVIDENCE =
            ColumnBatch.<Evidence>rows()
                    .text("number", Evidence::number)
                    .text("id", Evidence::commandId)
                    .text("wamid", Evidence::wamid);

    private static final String KEEP =
            """
            update command c set evidence = v.wamid from %s
             where c.command_id = v.id and c.phone_number_id = v.number and c.evidence is null
               and (c.state = 'UNKNOWN' or c.state = 'ENDED' and c.outcome = 'UNKNOWN'
                    or c.state in ('QUEUED', 'SCHEDULED', 'HELD') and c.attempts > 0
                    or exists (select 1 from intent i
                                where i.command_id = v.id and i.phone_number_id = v.number))
            """
                    .formatted(EVIDENCE.toTable());

    private final QueueDatabase database;

    /** A status that names a command: Meta took the message. */
    public record Evidence(String number, String commandId, String wamid) {}

    public EvidenceStore(QueueDatabase database) {
        this.database = database;
    }

    /**
     * @param news of templates and wishes
     * @return true where a command in doubt is concerned
     * @throws OwnershipLost where one of the partitions has another owner; then nothing is stored
     */
    public boolean store(
            Map<Integer, Long> epochs,
            List<NumberStore.Record> numbers,
            Collection<Evidence> evidence,
            TemplateNews news,
            Collection<Offset> offsets) {
        return database.inTransaction(connection -> {
            Set<Integer> lost = Fence.hold(connection, epochs);
            if (!lost.isEmpty()) {
                throw new OwnershipLost(lost);
            }
            if (!numbers.isEmpty()) {
                NumberStore.store(connection, numbers);
            }
            TemplateStore.store(connection, news);
            boolean concerned = !evidence.isEmpty() && keep(connection, evidence);
            ConsumerOffsets.store(connection, offsets);
            return concerned;
        });
    }

    /**
     * Only of commands that are, were or may come in doubt: one that is to be sent again needs it
     * most. For all others a status says nothing new.
     */
    private static boolean keep(Connection connection, Collection<Evidence> evidence)
            throws SQLException {
        try (var update = connection.prepareStatement(KEEP)) {
            EVIDENCE.bind(update, evidence);
            return update.executeUpdate() > 0;
        }
    }
}
