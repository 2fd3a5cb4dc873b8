package dev.coexistence.kafka;

import dev.coexistence.schemas.SchemaRegistry.RegistryUnavailable;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * Tells a failure of the surroundings, which passes, from a failure of the event itself, which does
 * not.
 */
public final class Outages {
    /**
     * SQLSTATE classes: connection, transaction rollback, insufficient resources, operator
     * intervention, system error.
     */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58");

    /**
     * PostgreSQL ended a session: it was idle in a transaction, or the transaction took too long.
     */
    private static final Set<String> SESSION_ENDED = Set.of("25P03", "25P04");

    private static final int MAX_DEPTH = 20;

    private Outages() {}

    /** True where waiting and trying the same again can succeed. */
    public static boolean isOutage(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (isPassing(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isPassing(Throwable cause) {
        return switch (cause) {
            case RegistryUnavailable _, IOException _, InterruptedException _ -> true;
            case RetriableException _, InterruptException _ -> true;
            case SQLTransientException _, SQLRecoverableException _ -> true;
            case TransientDataAccessException _, RecoverableDataAccessException _ -> true;
            case DataAccessResourceFailureException away -> connectionLost(away.getCause());
            case CannotCreateTransactionException _, TransactionTimedOutException _ -> true;
            case TransactionSystemException end -> connectionLost(end.getCause());
            case SQLException sql -> isPassing(sql.getSQLState());
            default -> false;
        };
    }

    /**
     * Neither commit nor rollback came through; a constraint that is checked then is the event's.
     */
    private static boolean connectionLost(@Nullable Throwable cause) {
        return !(cause instanceof SQLException sql)
                || sql.getSQLState() == null
                || isPassing(sql.getSQLState());
    }

    private static boolean isPassing(@Nullable String state) {
        return state != null
                && state.length() >= 2
                && (PASSING.contains(state.substring(0, 2)) || SESSION_ENDED.contains(state));
    }
}
