package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.contact.ContactBook;
import dev.coexistence.conversation.contact.Handover;
import dev.coexistence.conversation.database.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Moves what was said under a phone number after it changed hands, where the news of the change
 * came after it.
 */
final class Handovers {
    private static final String MOVE =
            """
            update message set conversation_id = ?
             where conversation_id = ? and peer_phone = ? and peer_bsuid is null and peer_parent is null
               and peer_group is null and occurred_at > ?::timestamptz and occurred_at <= ?::timestamptz
            """;

    private Handovers() {}

    /**
     * @return conversations to be counted again, with their numbers
     */
    static Map<Long, String> apply(Connection connection, Ids ids, ContactBook book)
            throws SQLException {
        var touched = new LinkedHashMap<Long, String>();
        for (Handover handover : book.handovers()) {
            long from = book.current(handover.from());
            long next = book.nextOwner(handover);
            boolean unowned = next == ContactBook.NOBODY;
            long to = unowned ? ids.next() : next;
            if (from == to || move(connection, handover, from, to) == 0) {
                continue;
            }
            if (unowned) {
                book.give(handover, to);
            }
            touched.put(from, handover.phoneNumberId());
            touched.put(to, handover.phoneNumberId());
        }
        return touched;
    }

    private static int move(Connection connection, Handover handover, long from, long to)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setLong(1, to);
            statement.setLong(2, from);
            statement.setString(3, handover.phone());
            statement.setString(4, handover.after().toString());
            statement.setString(
                    5,
                    handover.until().equals(Instant.MAX)
                            ? "infinity"
                            : handover.until().toString());
            return statement.executeUpdate();
        }
    }
}
