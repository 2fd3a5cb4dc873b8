package dev.coexistence.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Has the pool part with a connection that turned out to be read-only: after a failover it still
 * leads to the demoted primary, while a new one finds the new primary.
 */
public final class LeaveReadOnly implements SQLExceptionOverride {
    private static final String READ_ONLY_TRANSACTION = "25006";

    /** The pool makes it, by its name. */
    public LeaveReadOnly() {}

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return READ_ONLY_TRANSACTION.equals(failure.getSQLState())
                ? Override.MUST_EVICT
                : Override.CONTINUE_EVICT;
    }
}
