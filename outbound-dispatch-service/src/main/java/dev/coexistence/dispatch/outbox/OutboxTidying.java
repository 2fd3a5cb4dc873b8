package dev.coexistence.dispatch.outbox;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Vacuum of the two tables that every message passes through: a reader walks over what was removed
 * until its room is used again. While a service is young, its plans are made anew as the tables
 * grow. Used by the relay's thread alone.
 */
public final class OutboxTidying {
    /** Rows that were removed, between two vacuums. */
    private static final int TIDY_AFTER = 20_000;

    private static final int FIRST_TIDY_AFTER = 1_000;

    private final JdbcTemplate jdbc;
    private int removed;
    private int tidyAfter = FIRST_TIDY_AFTER;

    public OutboxTidying(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Counts rows that left the outbox, and tidies up after many. */
    public void count(int more) {
        removed += more;
        if (removed < tidyAfter) {
            return;
        }
        removed = 0;
        jdbc.execute("vacuum (skip_locked, truncate off) outbox, intent");
        if (tidyAfter < TIDY_AFTER) {
            jdbc.execute("analyze (skip_locked) command, outbox, intent");
            tidyAfter = Math.min(TIDY_AFTER, 4 * tidyAfter);
        }
    }
}
