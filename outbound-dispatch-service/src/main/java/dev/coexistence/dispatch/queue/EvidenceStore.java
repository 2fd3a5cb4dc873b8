package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.database.ConsumerOffsets;
import dev.coexistence.dispatch.database.ConsumerOffsets.Offset;
import dev.coexistence.dispatch.database.QueueDatabase;
import dev.coexistence.dispatch.database.UnnestArguments;
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
        try (var update =
                connection.prepareStatement(
                        """
                        update command c set evidence = v.wamid
                          from unnest(?::text[], ?::text[], ?::text[]) as v(number, id, wamid)
                         where c.command_id = v.id and c.phone_number_id = v.number and c.evidence is null
                           and (c.state = 'UNKNOWN' or c.state = 'ENDED' and c.outcome = 'UNKNOWN'
                                or c.state in ('QUEUED', 'SCHEDULED', 'HELD') and c.attempts > 0
                                or exists (select 1 from intent i
                                            where i.command_id = v.id
                                              and i.phone_number_id = v.number))
                        """)) {
            new UnnestArguments<>(connection, update, evidence)
                    .column("text", Evidence::number)
                    .column("text", Evidence::commandId)
                    .column("text", Evidence::wamid);
            return update.executeUpdate() > 0;
        }
    }
}
