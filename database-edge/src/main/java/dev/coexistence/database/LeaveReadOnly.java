package dev.coexistence.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Has the pool part with a connection that turned out to be read-only: after a failover it still
 * leads to the demoted primary, while a new one finds the new primary. {@link PoolRenewal} does the
 * same with the connections beside it.
 */
public final class LeaveReadOnly implements SQLExceptionOverride {
    private static final String READ_ONLY_TRANSACTION = "25006";
    private static final AtomicLong SEEN = new AtomicLong();

    /** The pool makes it, by its name. */
    public LeaveReadOnly() {}

    /** The refusals of a write that connections of this process have met. */
    static long seen() {
        return SEEN.get();
    }

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        if (READ_ONLY_TRANSACTION.equals(failure.getSQLState())) {
            SEEN.incrementAndGet();
            return Override.MUST_EVICT;
        }
        return Override.CONTINUE_EVICT;
    }
}
