package dev.coexistence.database;

import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions in which PostgreSQL itself shows one tenant's rows only, by row-level security: a
 * statement that forgets its {@code where} leaks nothing. The transaction takes on the service's
 * tenant role, which owns no table, and says in {@code coexistence.tenant} for whom; both end with
 * it, however it ends. Thread-safe.
 */
public final class TenantTransactions {
    private static final String ENTER =
            "select set_config('role', ?, true), set_config('coexistence.tenant', ?, true)";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final String role;

    /**
     * @param role the service's tenant role, made by its migrations, to which the policies apply
     */
    public TenantTransactions(JdbcTemplate jdbc, TransactionTemplate transactions, String role) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.role = role;
    }

    /**
     * Does work on this thread in a transaction of that view; within the same view, in the
     * transaction under way.
     *
     * @throws IllegalStateException where a transaction of another view is under way: its rows
     *     would be seen by this one, or its rights lost to it
     */
    public <T> T within(TenantView view, Supplier<T> work) {
        var underWay = (TenantView) TransactionSynchronizationManager.getResource(this);
        if (underWay != null) {
            if (!underWay.equals(view)) {
                throw new IllegalStateException(
                        "A transaction of one tenant's view cannot go on in another");
            }
            return work.get();
        }
        if (view.tenant() == null) {
            return Objects.requireNonNull(transactions.execute(_ -> bind(view, work)));
        }
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(
                    "A tenant's view begins a transaction of its own; one is under way");
        }
        String tenant = view.tenant();
        return Objects.requireNonNull(
                transactions.execute(_ -> {
                    enter(tenant);
                    return bind(view, work);
                }));
    }

    private void enter(String tenant) {
        jdbc.query(ENTER, _ -> {}, role, tenant);
    }

    private <T> T bind(TenantView view, Supplier<T> work) {
        TransactionSynchronizationManager.bindResource(this, view);
        try {
            return work.get();
        } finally {
            TransactionSynchronizationManager.unbindResource(this);
        }
    }
}
