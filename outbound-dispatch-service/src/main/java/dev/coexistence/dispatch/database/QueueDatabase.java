package dev.coexistence.dispatch.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The service's database: work on one connection, in one transaction. Thread-safe. */
public final class QueueDatabase {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    /** Work that is done wholly or not at all. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    public QueueDatabase(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    public <T> T inTransaction(Work<T> work) {
        return Objects.requireNonNull(
                transactions.execute(_ -> Objects.requireNonNull(jdbc.execute(work::on))));
    }

    /** One statement that needs no transaction around it. */
    public <T> T read(Work<T> work) {
        return Objects.requireNonNull(jdbc.execute(work::on));
    }
}
