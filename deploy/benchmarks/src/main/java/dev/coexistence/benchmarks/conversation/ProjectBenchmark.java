package dev.coexistence.benchmarks.conversation;

import dev.coexistence.benchmarks.figure.Benchmark;
import dev.coexistence.benchmarks.figure.Figure;
import dev.coexistence.benchmarks.figure.Options;
import dev.coexistence.benchmarks.figure.Output;
import dev.coexistence.benchmarks.rig.Patience;
import dev.coexistence.benchmarks.rig.Rig;
import dev.coexistence.benchmarks.rig.Service;
import dev.coexistence.local.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Events from Kafka into the one message table, against writing the same rows directly. */
public final class ProjectBenchmark implements Benchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final int BATCH = 1_000;
    private static final String COLUMNS =
            "id, phone_number_id, wamid, conversation_id, occurred_at, received_at, content_rank,"
                    + " evidence, status, direction, type, body, json, peer_phone, peer_bsuid,"
                    + " first_seen_at";

    @Override
    public String name() {
        return "project";
    }

    @Override
    public String about() {
        return "--events (1,000,000) inbound events, 30 % of them duplicates, shuffled: Kafka to PostgreSQL against COPY and JDBC batches";
    }

    @Override
    public List<Option> options() {
        return List.of(new Option("events", 1_000_000, "30 in 100 of them duplicates"));
    }

    @Override
    public void run(Output output, Options options) throws SQLException, IOException {
        int events = options.number("events");
        int unique = events * 7 / 10;
        try (Rig rig = new Rig("project", 12);
                Inbound inbound = new Inbound(rig)) {
            output.say("project: writing %d events, %d of them different", events, unique);
            SplittableRandom chance = new SplittableRandom(1);
            int[] order = new int[events];
            for (int i = 0; i < events; i++) {
                order[i] = i < unique ? i : chance.nextInt(unique);
            }
            shuffle(order, chance);
            for (int index : order) {
                inbound.write(index);
            }
            inbound.flush();

            Service service =
                    rig.service(
                            "conversation", "conversation-service", List.of("-Xmx512m"), Map.of());
            Database database = rig.database();
            Patience.until("the first row", PATIENCE, () -> rows(database) > 0);
            long start = System.nanoTime();
            int first = rows(database);
            Patience.until(
                    "every row",
                    PATIENCE,
                    Duration.ofMillis(500),
                    () -> highestId(database) >= unique && rows(database) >= unique);
            double ours =
                    (events - (double) first * events / unique)
                            / ((System.nanoTime() - start) / 1e9);
            output.say("project: %.0f events a second", ours);

            // The peers have the machine to themselves.
            service.close();
            double copy;
            double messages;
            try (Connection connection = connect(database)) {
                copy =
                        unique
                                / ProjectTables.copy(
                                        connection,
                                        "copied",
                                        ProjectTables.ALL,
                                        "binary",
                                        rig.folder());
                messages =
                        unique
                                / ProjectTables.copy(
                                        connection,
                                        "messages_copied",
                                        List.of("message"),
                                        "text",
                                        rig.folder());
            }
            double rows = batch(database, unique);
            double usual = new JdbcConsumerArm(rig, events).run();
            output.figure(
                    Figure.count("project.vs-copy", ours / copy, "ratio")
                            .against("COPY, binary, of the rows it wrote into the same tables")
                            .noting(
                                    "%.0f events a second, %.0f messages with their other rows"
                                            .formatted(ours, copy)));
            output.figure(
                    Figure.count("project.vs-copy-messages", ours / messages, "ratio")
                            .against("COPY of the message table's rows alone")
                            .noting("%.0f rows a second".formatted(messages)));
            output.figure(
                    Figure.count("project.vs-jdbc-batch", ours / usual, "ratio")
                            .against(
                                    "two consumers, INSERT … ON CONFLICT for each record and table in JDBC batches")
                            .noting("%.0f events a second".formatted(usual)));
            output.figure(
                    Figure.count("project.vs-jdbc-batch-messages", ours / rows, "ratio")
                            .against(
                                    "INSERT … ON CONFLICT DO NOTHING of the message table's rows alone, from memory, in JDBC batches of 1,000, one connection")
                            .noting("%.0f rows a second".formatted(rows)));
        }
    }

    private static double batch(Database database, int rows) throws SQLException {
        String url = database.url() + (database.url().contains("?") ? "&" : "?");
        try (Connection reading = connect(database);
                Connection writing =
                        DriverManager.getConnection(
                                url + "reWriteBatchedInserts=true",
                                database.user(),
                                database.password())) {
            ProjectTables.twins(writing, "batched");
            writing.setAutoCommit(false);
            reading.setAutoCommit(false);
            String marks = "?" + ", ?".repeat(COLUMNS.split(",").length - 1);
            long nanos = 0;
            try (Statement select = reading.createStatement();
                    var insert =
                            writing.prepareStatement(
                                    "INSERT INTO batched.message ("
                                            + COLUMNS
                                            + ") VALUES ("
                                            + marks
                                            + ") ON CONFLICT DO NOTHING")) {
                select.setFetchSize(BATCH);
                ResultSet all =
                        select.executeQuery("SELECT " + COLUMNS + " FROM conversation.message");
                int columns = all.getMetaData().getColumnCount();
                int held = 0;
                while (all.next()) {
                    for (int c = 1; c <= columns; c++) {
                        insert.setObject(c, all.getObject(c));
                    }
                    insert.addBatch();
                    if (++held == BATCH) {
                        nanos += timed(writing, insert);
                        held = 0;
                    }
                }
                nanos += timed(writing, insert);
            }
            return rows / (nanos / 1e9);
        }
    }

    private static long timed(Connection connection, PreparedStatement insert) throws SQLException {
        long start = System.nanoTime();
        insert.executeBatch();
        connection.commit();
        return System.nanoTime() - start;
    }

    private static int rows(Database database) {
        return asked(database, "SELECT count(*) FROM conversation.message");
    }

    /** Never below the number of rows, and asked in no time. */
    private static int highestId(Database database) {
        return asked(database, "SELECT coalesce(max(id), 0) FROM conversation.message");
    }

    private static int asked(Database database, String question) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "SELECT to_regclass('conversation.message') IS NOT NULL")) {
            found.next();
            if (!found.getBoolean(1)) {
                return 0;
            }
            try (ResultSet count = statement.executeQuery(question)) {
                count.next();
                return count.getInt(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The rows cannot be counted", e);
        }
    }

    private static Connection connect(Database database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    private static void shuffle(int[] order, SplittableRandom chance) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = chance.nextInt(i + 1);
            int held = order[i];
            order[i] = order[j];
            order[j] = held;
        }
    }
}
