package dev.coexistence.connection;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions that a process may not survive. */
final class DyingTransactions extends TransactionTemplate {
    private static final long serialVersionUID = 1L;
    private final transient CrashBoundaries boundaries;
    private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);

    DyingTransactions(DataSource database, CrashBoundaries boundaries) {
        super(new DataSourceTransactionManager(database));
        this.boundaries = boundaries;
    }

    @Override
    public <T extends @Nullable Object> T execute(TransactionCallback<T> action)
            throws TransactionException {
        depth.set(depth.get() + 1);
        try {
            if (depth.get() > 1) {
                return super.execute(action);
            }
            boundaries.reached("before commit");
            T result = super.execute(action);
            boundaries.reached("after commit");
            return result;
        } finally {
            depth.set(depth.get() - 1);
        }
    }
}
