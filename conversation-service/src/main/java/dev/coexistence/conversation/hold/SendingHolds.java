package dev.coexistence.conversation.hold;

import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Queries of the numbers' holds. */
@Repository
public class SendingHolds {
    /** Columns of the table {@code k}, as {@link HoldTable#read} wants them. */
    public static final String COLUMNS =
            """
            k.version as hold_version, k.state as hold_state, k.reason as hold_reason, k.since as hold_since,
            k.released_by as hold_released_by, k.meta_code as hold_meta_code,
            k.meta_subcode as hold_meta_subcode, k.meta_message as hold_meta_message,
            k.meta_details as hold_meta_details, k.next_probe_at as hold_next_probe_at,
            k.probes as hold_probes, k.waiting as hold_waiting, k.next_action as hold_next_action
            """;

    private final JdbcTemplate database;

    public SendingHolds(JdbcTemplate database) {
        this.database = database;
    }

    /** The newest, which may be over; empty where the number never was held. */
    public Optional<SendingHold> newest(String phoneNumberId) {
        return database.query(
                "select " + COLUMNS + " from number_hold k where k.phone_number_id = ?",
                row -> row.next() ? Optional.ofNullable(HoldTable.read(row)) : Optional.empty(),
                phoneNumberId);
    }
}
