package dev.coexistence.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.coexistence.local.Database;
import dev.coexistence.local.LocalStack;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An empty database of a test's own, with a pool. */
final class TestDatabase implements AutoCloseable {
    final HikariDataSource pool = new HikariDataSource();
    final JdbcTemplate jdbc;
    final TransactionTemplate transactions;

    TestDatabase(String name, String tables) {
        Database database = LocalStack.shared().newDatabase(name);
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(4);
        jdbc = new JdbcTemplate(pool);
        transactions = new TransactionTemplate(new DataSourceTransactionManager(pool));
        jdbc.execute(tables);
    }

    @Override
    public void close() {
        pool.close();
    }
}
