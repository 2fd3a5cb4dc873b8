package dev.coexistence.conversation.hold;

import dev.coexistence.conversation.database.ResultCells;
import dev.coexistence.database.ColumnBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest hold of each number that ever was held. */
public final class HoldTable {
    private record Row(String phoneNumberId, SendingHold hold) {}

    private static final ColumnBatch<Row> ROWS =
            ColumnBatch.<Row>into("number_hold")
                    .text("phone_number_id", Row::phoneNumberId)
                    .bigint("version", row -> row.hold().version())
                    .text("state", row -> row.hold().state())
                    .text("reason", row -> row.hold().reason())
                    .time("since", row -> row.hold().since())
                    .text("released_by", row -> row.hold().releasedBy())
                    .integer("meta_code", row -> row.hold().metaCode())
                    .integer("meta_subcode", row -> row.hold().metaSubcode())
                    .text("meta_message", row -> row.hold().metaMessage())
                    .text("meta_details", row -> row.hold().metaDetails())
                    .time("next_probe_at", row -> row.hold().nextProbeAt())
                    .integer("probes", row -> row.hold().probes())
                    .bigint("waiting", row -> row.hold().waiting())
                    .text("next_action", row -> row.hold().nextAction());

    private static final String NEWEST =
            """
            on conflict (phone_number_id) do update set
              version = excluded.version, state = excluded.state, reason = excluded.reason, since = excluded.since,
              released_by = excluded.released_by, meta_code = excluded.meta_code,
              meta_subcode = excluded.meta_subcode, meta_message = excluded.meta_message,
              meta_details = excluded.meta_details, next_probe_at = excluded.next_probe_at,
              probes = excluded.probes, waiting = excluded.waiting, next_action = excluded.next_action
            where number_hold.version < excluded.version
            """;

    private HoldTable() {}

    /** Meaning of a hold's change to those who follow the number. */
    public enum News {
        HELD,
        RELEASED,
        /** It goes on, or is known. */
        NOTHING
    }

    /** Keeps what is newer than what is known. Belongs under the number's lock. */
    public static News save(Connection connection, String phoneNumberId, SendingHold hold)
            throws SQLException {
        boolean wasHeld = isHeld(connection, phoneNumberId);
        if (ROWS.insert(connection, List.of(new Row(phoneNumberId, hold)), NEWEST) == 0
                || wasHeld != hold.released()) {
            return News.NOTHING;
        }
        return hold.released() ? News.RELEASED : News.HELD;
    }

    private static boolean isHeld(Connection connection, String phoneNumberId) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "select 1 from number_hold where phone_number_id = ? and state <> 'RELEASED'")) {
            statement.setString(1, phoneNumberId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** The hold of a row that joins the table as {@code hold_…}; null where there is none. */
    public static @Nullable SendingHold read(ResultSet row) throws SQLException {
        String state = row.getString("hold_state");
        return state == null
                ? null
                : new SendingHold(
                        row.getLong("hold_version"),
                        state,
                        row.getString("hold_reason"),
                        ResultCells.requireTime(row, "hold_since"),
                        row.getString("hold_released_by"),
                        ResultCells.whole(row, "hold_meta_code"),
                        ResultCells.whole(row, "hold_meta_subcode"),
                        row.getString("hold_meta_message"),
                        row.getString("hold_meta_details"),
                        ResultCells.time(row, "hold_next_probe_at"),
                        row.getInt("hold_probes"),
                        row.getLong("hold_waiting"),
                        row.getString("hold_next_action"));
    }
}
