package dev.coexistence.benchmarks.conversation;

import dev.coexistence.benchmarks.figure.Benchmark;
import dev.coexistence.benchmarks.figure.BenchmarkOptions;
import dev.coexistence.benchmarks.figure.Figure;
import dev.coexistence.benchmarks.figure.FigureOutput;
import dev.coexistence.benchmarks.rig.BenchmarkRig;
import dev.coexistence.benchmarks.rig.ServiceProcess;
import dev.coexistence.local.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Events from Kafka into the one message table, against writing the same rows directly. */
public final class ProjectBenchmark implements Benchmark {
    private static final int PARTS = 7;

    /** As many as the usual consumer has. */
    private static final Map<String, String> CONSUMERS = Map.of("PROJECTION_THREADS", "3");

    private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m");
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
    public String description() {
        return "inbound events, 30 % of them duplicates, shuffled: Kafka to PostgreSQL against COPY and JDBC batches";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("events", 1_000_000, "events that count, 30 in 100 of them duplicates"),
                new Option("warm-up", 400_000, "events before them, for both consumers alike"));
    }

    @Override
    public void run(FigureOutput output, BenchmarkOptions options)
            throws SQLException, IOException {
        int events = options.number("events");
        int before = options.number("warm-up");
        int all = before + events;
        try (BenchmarkRig rig = new BenchmarkRig("project", 12);
                InboundEvents inbound = new InboundEvents(rig)) {
            output.say("project: writing %d events and %d before them", events, before);
            SplittableRandom chance = new SplittableRandom(1);
            int unique = write(inbound, 0, before, chance);
            unique += write(inbound, unique, events, chance);
            inbound.flush();

            var pace = new GroupPace(rig, before, all, PARTS);
            ServiceProcess service =
                    rig.service("conversation", "conversation-service", HEAP, CONSUMERS);
            List<Double> ours = pace.measure("conversation-service", service::isAlive);
            output.say("project: %.0f events a second", Figure.medianOf(ours));

            // The peers have the machine to themselves.
            service.close();
            Database database = rig.database();
            if (rows(database) != unique) {
                throw new IllegalStateException(
                        "%d messages became %d rows".formatted(unique, rows(database)));
            }
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
            List<Double> usual = new JdbcConsumerArm(rig, all).run(pace);
            output.figure(
                    compare("project.vs-copy", ours, constant(copy))
                            .against("COPY, binary, of the rows it wrote into the same tables")
                            .noting(
                                    "%.0f events a second, %.0f messages with their other rows"
                                            .formatted(Figure.medianOf(ours), copy)));
            output.figure(
                    compare("project.vs-copy-messages", ours, constant(messages))
                            .against("COPY of the message table's rows alone")
                            .noting("%.0f rows a second".formatted(messages)));
            output.figure(
                    compare("project.vs-jdbc-batch", ours, usual)
                            .against(
                                    "three consumers, INSERT … ON CONFLICT for each record and table in JDBC batches")
                            .noting("%.0f events a second".formatted(Figure.medianOf(usual))));
            output.figure(
                    compare("project.vs-jdbc-batch-messages", ours, constant(rows))
                            .against(
                                    "INSERT … ON CONFLICT DO NOTHING of the message table's rows alone, from memory, in JDBC batches of 1,000, one connection")
                            .noting("%.0f rows a second".formatted(rows)));
        }
    }

    /**
     * Writes events in any order.
     *
     * @return how many of them are different
     */
    private static int write(
            InboundEvents inbound, int first, int events, SplittableRandom chance) {
        int unique = events * 7 / 10;
        int[] order = new int[events];
        for (int i = 0; i < events; i++) {
            order[i] = first + (i < unique ? i : chance.nextInt(unique));
        }
        shuffle(order, chance);
        for (int index : order) {
            inbound.write(index);
        }
        return unique;
    }

    /** The median of the ratios in each part of the way. */
    private static Figure compare(String name, List<Double> ours, List<Double> peer) {
        var ratios = new ArrayList<Double>(PARTS);
        for (int i = 0; i < PARTS; i++) {
            ratios.add(ours.get(i) / peer.get(i));
        }
        return Figure.median(name, "ratio", "", ratios);
    }

    private static List<Double> constant(double rate) {
        return Collections.nCopies(PARTS, rate);
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
                        nanos += executeTimed(writing, insert);
                        held = 0;
                    }
                }
                nanos += executeTimed(writing, insert);
            }
            return rows / (nanos / 1e9);
        }
    }

    private static long executeTimed(Connection connection, PreparedStatement insert)
            throws SQLException {
        long start = System.nanoTime();
        insert.executeBatch();
        connection.commit();
        return System.nanoTime() - start;
    }

    private static int rows(Database database) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet count =
                        statement.executeQuery("SELECT count(*) FROM conversation.message")) {
            count.next();
            return count.getInt(1);
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
