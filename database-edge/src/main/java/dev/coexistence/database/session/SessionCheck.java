package dev.coexistence.database.session;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Finds out whether a connection keeps its PostgreSQL session between two transactions. Each
 * service counts on that: its tables are found by a session's search path.
 */
public final class SessionCheck {
    /** Each round asks both connections twice and crosswise, against any order of handing out. */
    private static final int ROUNDS = 5;

    private static final String SOCKET_TIMEOUT_SECONDS = "15";

    private SessionCheck() {}

    /**
     * Returns where the sessions are kept. Uses connections of its own, so that nothing which a
     * pool sets on its connections reaches a session of somebody else's.
     *
     * @throws SessionsNotKept where they are not
     * @throws SQLException where the database does not answer
     */
    public static void check(DataSource database) throws SQLException {
        try (Connection one = open(database)) {
            // A pooler tells a process id of its own.
            if (pid(one) == one.unwrap(PGConnection.class).getBackendPID()) {
                return;
            }
            try (Connection other = open(database)) {
                checkPooled(new Session(one), new Session(other));
            }
        }
    }

    private static void checkPooled(Session one, Session other) throws SQLException {
        one.mark();
        other.mark();
        for (int round = 0; round < ROUNDS; round++) {
            one.look();
            one.look();
            other.look();
            other.look();
            one.look();
            other.look();
        }
        var both = new HashSet<>(one.pids);
        both.retainAll(other.pids);
        if (one.pids.size() > 1
                || other.pids.size() > 1
                || !both.isEmpty()
                || one.markLost
                || other.markLost) {
            throw new SessionsNotKept();
        }
    }

    private static final class Session {
        private final Connection connection;
        private final String mark = UUID.randomUUID().toString();
        private final Set<Integer> pids = new HashSet<>();
        private boolean markLost;

        Session(Connection connection) {
            this.connection = connection;
        }

        void mark() throws SQLException {
            try (var statement = connection.createStatement()) {
                statement.execute(
                        "select set_config('coexistence.session', '" + mark + "', false)");
            }
        }

        void look() throws SQLException {
            pids.add(pid(connection));
            try (var statement = connection.createStatement();
                    var row =
                            statement.executeQuery(
                                    "select current_setting('coexistence.session', true)")) {
                row.next();
                markLost |= !Objects.equals(row.getString(1), mark);
            }
        }
    }

    private static int pid(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static Connection open(DataSource database) throws SQLException {
        if (!database.isWrapperFor(HikariDataSource.class)) {
            return database.getConnection();
        }
        HikariDataSource pool = database.unwrap(HikariDataSource.class);
        var properties = new Properties();
        properties.setProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
        pool.getDataSourceProperties()
                .forEach(
                        (name, value) -> properties.setProperty(name.toString(), value.toString()));
        if (pool.getUsername() != null) {
            properties.setProperty("user", pool.getUsername());
        }
        if (pool.getPassword() != null) {
            properties.setProperty("password", pool.getPassword());
        }
        return DriverManager.getConnection(pool.getJdbcUrl(), properties);
    }
}
