package dev.coexistence.kafka;

import dev.coexistence.schemas.SchemaRegistry.IncompatibleSchema;
import dev.coexistence.schemas.SchemaRegistry.RegistryUnavailable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * Tells a failure of the surroundings, which passes, from a failure of the event itself, which does
 * not. Whatever PostgreSQL, its driver, the broker or the registry say is about themselves, except
 * for the few answers that a datum causes; whatever the program throws is about the event.
 */
public final class Outages {
    /**
     * SQLSTATE classes that a datum causes: cardinality violation, data exception, integrity
     * constraint violation, program limit exceeded (a text too long for its index or search vector,
     * JSON nested too deep).
     */
    private static final Set<String> OF_THE_DATUM = Set.of("21", "22", "23", "54");

    private static final int MAX_DEPTH = 20;

    private enum Verdict {
        PASSES_WHATEVER_CAUSED_IT,
        PASSES,
        STAYS,
        SAYS_NOTHING
    }

    private Outages() {}

    /** True where waiting and trying the same again can succeed. */
    public static boolean isOutage(@Nullable Throwable failure) {
        Throwable cause = failure;
        boolean passes = false;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            Verdict verdict = verdict(cause);
            if (verdict == Verdict.STAYS || verdict == Verdict.PASSES_WHATEVER_CAUSED_IT) {
                return verdict != Verdict.STAYS;
            }
            passes |= verdict == Verdict.PASSES;
            cause = cause.getCause();
        }
        return passes;
    }

    /**
     * A failure in few words: the class of its root, with PostgreSQL's SQLSTATE where it has one.
     * Never its message, which may carry content.
     */
    public static String describe(Throwable failure) {
        Throwable root = failure;
        String state = null;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            if (root instanceof SQLException sql && sql.getSQLState() != null) {
                state = sql.getSQLState();
            }
            if (root.getCause() == null) {
                break;
            }
            root = root.getCause();
        }
        return root.getClass().getName() + (state == null ? "" : " SQLSTATE " + state);
    }

    private static Verdict verdict(Throwable cause) {
        return switch (cause) {
            // No connection, no datum: what PostgreSQL refuses then are settings.
            case SQLTransientConnectionException _, SQLNonTransientConnectionException _ ->
                    Verdict.PASSES_WHATEVER_CAUSED_IT;
            case CannotCreateTransactionException _ -> Verdict.PASSES_WHATEVER_CAUSED_IT;
            case SQLException sql -> isOfTheDatum(sql) ? Verdict.STAYS : Verdict.PASSES;
            case RecordTooLargeException _, RecordBatchTooLargeException _ -> Verdict.STAYS;
            case SerializationException _, InvalidRecordException _ -> Verdict.STAYS;
            case KafkaException _ -> Verdict.PASSES;
            case RegistryUnavailable _, IncompatibleSchema _ -> Verdict.PASSES;
            case CharacterCodingException _ -> Verdict.STAYS;
            case IOException _, InterruptedException _ -> Verdict.PASSES;
            case TransientDataAccessException _, RecoverableDataAccessException _ -> Verdict.PASSES;
            case DataAccessResourceFailureException _ -> Verdict.PASSES;
            case TransactionSystemException _, TransactionTimedOutException _ -> Verdict.PASSES;
            case VirtualMachineError error ->
                    error instanceof StackOverflowError ? Verdict.STAYS : Verdict.PASSES;
            default -> Verdict.SAYS_NOTHING;
        };
    }

    private static boolean isOfTheDatum(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && state.length() == 5 && OF_THE_DATUM.contains(state.substring(0, 2));
    }
}
