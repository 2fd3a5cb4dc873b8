package dev.coexistence.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;
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

    /**
     * A plan that is kept is made for any value: through indexes, so that one of a table's first
     * days is as good when it has grown.
     */
    private static final String READ =
            "begin read only; select set_config('role', ?, true), set_config('coexistence.tenant', ?, true),"
                    + " set_config('plan_cache_mode', 'force_generic_plan', true),"
                    + " set_config('enable_seqscan', 'off', true); ";

    private static final String READ_END = "; commit";

    private static final int READ_PARAMETERS = 2;

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

    /**
     * Reads the rows of one query in that view, in one round trip to the server: the transaction
     * begins, takes on role and tenant, reads and ends in it. Its plan, and the policies', is made
     * once for each connection. Within the same view, in the transaction under way; of all rows,
     * outside of any, with no transaction.
     *
     * @param sql one statement without semicolon; what differs between calls stands in the values,
     *     but for a limit, which the planner must see
     * @throws IllegalStateException where a transaction of another view, or of none, is under way
     */
    public <T> List<T> query(TenantView view, String sql, RowMapper<T> mapper, Object... values) {
        String tenant = view.tenant();
        boolean underWay = TransactionSynchronizationManager.isActualTransactionActive();
        if (tenant == null && !underWay) {
            return jdbc.query(sql, mapper, values);
        }
        if (tenant == null || underWay) {
            return within(view, () -> jdbc.query(sql, mapper, values));
        }
        return Objects.requireNonNull(
                jdbc.execute(
                        (ConnectionCallback<List<T>>)
                                connection -> read(connection, tenant, sql, mapper, values)));
    }

    private <T> List<T> read(
            Connection connection, String tenant, String sql, RowMapper<T> mapper, Object[] values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ + sql + READ_END)) {
            statement.setString(1, role);
            statement.setString(2, tenant);
            for (int i = 0; i < values.length; i++) {
                StatementCreatorUtils.setParameterValue(
                        statement, READ_PARAMETERS + 1 + i, SqlTypeValue.TYPE_UNKNOWN, values[i]);
            }
            execute(connection, statement);
            // The answers of begin and of the settings come before the query's.
            statement.getMoreResults();
            statement.getMoreResults();
            var rows = new ArrayList<T>();
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    rows.add(mapper.mapRow(result, rows.size()));
                }
            }
            return rows;
        }
    }

    /** All was sent at once: where one part fails, the end of the transaction was not reached. */
    private static void execute(Connection connection, PreparedStatement statement)
            throws SQLException {
        try {
            statement.execute();
        } catch (SQLException e) {
            try (Statement end = connection.createStatement()) {
                end.execute("rollback");
            } catch (SQLException open) {
                e.addSuppressed(open);
                connection.abort(Runnable::run);
            }
            throw e;
        }
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
