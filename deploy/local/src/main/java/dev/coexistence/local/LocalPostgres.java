package dev.coexistence.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server, a process of its own. Its data outlives a stop. May run as root too.
 */
public final class LocalPostgres implements AutoCloseable {
    private static final String USER = "postgres";

    /** Roles that log in; see roles.sql. */
    private static final List<String> ROLES =
            List.of(
                    Database.MIGRATIONS,
                    "coexistence_connection",
                    "coexistence_conversation",
                    "coexistence_dispatch");

    private final Settings settings;
    private @Nullable EmbeddedPostgres server;

    private LocalPostgres(Settings settings) {
        this.settings = settings;
    }

    /**
     * @param data the server's folder; made on first use
     * @param port to listen on, on the loopback interface
     * @param fsync whether a commit reaches the disk: on wherever durability is claimed
     * @param log takes the server's output
     */
    public record Settings(Path data, int port, boolean fsync, Path log) {}

    /** A server that is not started yet. */
    public static LocalPostgres at(Settings settings) {
        return new LocalPostgres(settings);
    }

    /** A server, started. */
    public static LocalPostgres start(Settings settings) {
        LocalPostgres postgres = at(settings);
        postgres.start();
        return postgres;
    }

    public synchronized void start() {
        if (server != null) {
            return;
        }
        var log = ProcessBuilder.Redirect.appendTo(settings.log().toFile());
        String fsync = settings.fsync() ? "on" : "off";
        try {
            server =
                    EmbeddedPostgres.builder()
                            .setDataDirectory(settings.data())
                            .setCleanDataDirectory(false)
                            .setRegisterShutdownHook(false)
                            .setPort(settings.port())
                            .setServerConfig("listen_addresses", "127.0.0.1")
                            .setServerConfig("fsync", fsync)
                            .setServerConfig("full_page_writes", fsync)
                            .setServerConfig("synchronous_commit", "on")
                            .setServerConfig("max_connections", "200")
                            .setServerConfig("shared_buffers", "64MB")
                            .setOutputRedirector(log)
                            .setErrorRedirector(log)
                            .setPGStartupWait(Duration.ofSeconds(30))
                            .start();
        } catch (IOException | IllegalStateException e) {
            throw new PartFailed(
                    "postgres",
                    "did not start: " + e.getMessage(),
                    LogTail.read(settings.log(), 20));
        }
    }

    /** Stops the server; its databases stay. */
    public synchronized void stop() {
        if (server != null) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL did not stop", e);
            }
            server = null;
        }
    }

    public int port() {
        return settings.port();
    }

    /** Memory of the server and all its workers. */
    public ProcessMemory memory() {
        return process()
                .map(first -> Stream.concat(Stream.of(first), first.descendants()))
                .orElseGet(Stream::empty)
                .map(process -> ProcessMemory.of(process.pid()))
                .reduce(ProcessMemory.NONE, ProcessMemory::plus);
    }

    /** The server's first process, as the server itself notes it in its folder. */
    public Optional<ProcessHandle> process() {
        Path note = settings.data().resolve("postmaster.pid");
        try (var lines = Files.lines(note, StandardCharsets.US_ASCII)) {
            return lines.findFirst()
                    .map(String::strip)
                    .map(Long::valueOf)
                    .flatMap(ProcessHandle::of);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The database of that name, made if it is not there. */
    public Database database(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("A database cannot be named " + name);
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            try (var found =
                    statement.executeQuery(
                            "SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
                if (!found.next()) {
                    statement.execute("CREATE DATABASE " + name);
                }
            }
            return new Database(url(name), USER, USER);
        } catch (SQLException e) {
            throw new IllegalStateException("Database " + name + " cannot be made", e);
        }
    }

    /** The services' database of that name, made with their roles if it is not there. */
    public Database serviceDatabase(String name) {
        Database database = database(name);
        makeRoles(database);
        return database;
    }

    /**
     * Makes the services' roles in that database, as production has them, each with its own name as
     * its password; what is there already becomes the migrations'. See deploy/postgres.
     */
    public void makeRoles(Database database) {
        try (var script = LocalPostgres.class.getResourceAsStream("roles.sql");
                Connection connection =
                        DriverManager.getConnection(
                                database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            if (script == null) {
                throw new IllegalStateException("The build left roles.sql out");
            }
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            for (String role : ROLES) {
                statement.execute("ALTER ROLE " + role + " PASSWORD '" + role + "'");
            }
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("The roles of the services cannot be made", e);
        }
    }

    /** A setting as the running server has it. */
    public String setting(String name) {
        try (Connection connection = connect();
                var statement = connection.prepareStatement("SELECT current_setting(?)")) {
            statement.setString(1, name);
            try (var answer = statement.executeQuery()) {
                answer.next();
                return answer.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Setting " + name + " cannot be read", e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url(USER), USER, USER);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + settings.port() + "/" + database;
    }
}
