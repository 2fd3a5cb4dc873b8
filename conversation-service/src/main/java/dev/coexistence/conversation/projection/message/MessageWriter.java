package dev.coexistence.conversation.projection.message;

import dev.coexistence.conversation.fact.Fact;
import dev.coexistence.conversation.search.SearchTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Writes the messages of a batch with their search texts, media requests and event log. */
public final class MessageWriter {
    private MessageWriter() {}

    public static void apply(
            Connection connection, Collection<MessageRow> rows, List<Fact> facts, Instant now)
            throws SQLException {
        save(connection, rows, now);
        SearchTable.add(connection, SearchableTexts.collectNew(rows));
        SearchTable.save(connection, SearchableTexts.collectChanged(rows));
        MediaRequests.enqueue(connection, rows, now);
        MessageLog.save(connection, facts);
    }

    private static void save(Connection connection, Collection<MessageRow> rows, Instant now)
            throws SQLException {
        var added = new ArrayList<MessageRow>();
        var changed = new ArrayList<MessageRow>();
        var gone = new ArrayList<MessageRow>();
        for (MessageRow row : rows) {
            if (row.isGone()) {
                if (!row.isNew()) {
                    gone.add(row);
                }
            } else if (row.isNew()) {
                added.add(row);
            } else if (row.hasChanged()) {
                changed.add(row);
            }
        }
        MessageTable.delete(connection, gone);
        MessageTable.update(connection, changed);
        MessageTable.insert(connection, added, now);
    }
}
