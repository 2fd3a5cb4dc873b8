package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.database.CommandRows;
import dev.coexistence.dispatch.refusal.Hold;
import dev.coexistence.dispatch.refusal.HoldReason;
import dev.coexistence.dispatch.refusal.MetaRefusal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The newest hold of each number that ever was held. */
final class HoldStore {
    private HoldStore() {}

    /** Stores how a hold stands; answers the change's version, which counts on over all owners. */
    static long store(Connection connection, JournalEntry.Held held) throws SQLException {
        Hold hold = held.hold();
        try (var upsert =
                connection.prepareStatement(
                        """
                        insert into hold (phone_number_id, partition, version, stage, reason, http, code, subcode,
                               title, message, details, since, next_probe_at, probes, refusals,
                               connection_version, changed_at)
                        values (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (phone_number_id) do update
                          set partition = excluded.partition, version = hold.version + 1, stage = excluded.stage,
                              reason = excluded.reason, http = excluded.http, code = excluded.code,
                              subcode = excluded.subcode, title = excluded.title, message = excluded.message,
                              details = excluded.details, since = excluded.since,
                              next_probe_at = excluded.next_probe_at, probes = excluded.probes,
                              refusals = excluded.refusals,
                              connection_version = excluded.connection_version, changed_at = excluded.changed_at
                        returning version
                        """)) {
            MetaRefusal refusal = hold.refusal();
            upsert.setString(1, hold.number());
            upsert.setInt(2, hold.partition());
            upsert.setString(3, hold.stage().name());
            upsert.setString(4, hold.reason().name());
            upsert.setInt(5, refusal.http());
            upsert.setInt(6, refusal.code());
            upsert.setObject(7, refusal.subcode());
            upsert.setString(8, storable(refusal.title()));
            upsert.setString(9, storable(refusal.message()));
            upsert.setString(10, storable(refusal.details()));
            upsert.setTimestamp(11, CommandRows.timestamp(hold.since()));
            upsert.setTimestamp(12, CommandRows.timestamp(hold.nextProbeAt()));
            upsert.setInt(13, hold.probes());
            upsert.setInt(14, hold.refusals());
            upsert.setLong(15, hold.connectionVersion());
            upsert.setTimestamp(16, CommandRows.timestamp(held.at()));
            try (var row = upsert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** PostgreSQL keeps every character but one. */
    private static @Nullable String storable(@Nullable String words) {
        return words == null ? null : words.replace("\u0000", "");
    }

    /** The hold of a row that joins it; null where there is none. */
    static @Nullable Hold read(ResultSet row) throws SQLException {
        String stage = row.getString("hold_stage");
        if (stage == null) {
            return null;
        }
        return new Hold(
                row.getString("phone_number_id"),
                row.getInt("hold_partition"),
                HoldReason.valueOf(row.getString("hold_reason")),
                new MetaRefusal(
                        row.getInt("hold_http"),
                        row.getInt("hold_code"),
                        row.getObject("hold_subcode", Integer.class),
                        row.getString("hold_title"),
                        row.getString("hold_message"),
                        row.getString("hold_details")),
                Objects.requireNonNull(CommandRows.instant(row, "hold_since")),
                Hold.Stage.valueOf(stage),
                CommandRows.instant(row, "hold_next_probe_at"),
                row.getInt("hold_probes"),
                row.getInt("hold_refusals"),
                row.getLong("hold_connection_version"));
    }
}
