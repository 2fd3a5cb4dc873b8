package dev.coexistence.benchmarks.conversation;

import dev.coexistence.benchmarks.rig.BenchmarkRig;
import dev.coexistence.conversation.search.SearchTable;
import dev.coexistence.local.Database;
import dev.coexistence.local.FreePorts;
import dev.coexistence.local.LocalPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * Tables of conversation-service in a PostgreSQL of their own, filled with conversations of four
 * tenants: of twenty numbers one has nine, two have five each, and one has one.
 */
final class WallTables implements AutoCloseable {
    static final String SCHEMA = "conversation";
    static final String LARGE = "large";
    static final String SMALL = "small";

    private static final int NUMBERS = 20;

    /** The newest threads are long: as many pages are read of them. */
    private static final int LONG_THREADS = 100;

    private static final int SEARCHED = 200_000;
    private static final int TEXTS_AT_ONCE = 10_000;

    private static final String FILL =
            """
            insert into number (phone_number_id, tenant)
              select 'n' || n, case when n < 9 then 'large' when n = 9 then 'small' when n < 15 then 'third' else 'fourth' end
              from generate_series(0, %2$d - 1) n;
            insert into contact (id, phone_number_id, profile_name, profile_name_at)
              select c, 'n' || c %% %2$d, 'Person ' || c, now() from generate_series(1, %1$d) c;
            insert into contact_alias (phone_number_id, kind, value, contact_id)
              select 'n' || c %% %2$d, kind, kind || c, c
              from generate_series(1, %1$d) c, unnest(array['BSUID', 'PHONE']) kind;
            insert into message (id, phone_number_id, wamid, conversation_id, occurred_at, received_at,
                content_rank, evidence, status, direction, type, body, json, first_seen_at)
              select c * 1000::bigint + m, 'n' || c %% %2$d, 'w' || c || '-' || m, c,
                now() - make_interval(secs => c + m), now(), 6, 4, 0, 'IN', 'text',
                'words ' || c || ' of ' || m, '{"text":{"body":"words"}}', now()
              from generate_series(1, %1$d) c, lateral generate_series(1, case when c <= %3$d then 100 else 2 end) m;
            insert into conversation (id, phone_number_id, tenant, last_message_id, last_at, last_received_at,
                in_message_id, in_at, in_received_at, unread)
              select c, 'n' || c %% %2$d, n.tenant, c * 1000::bigint + 1, now() - make_interval(secs => c), now(),
                c * 1000::bigint + 1, now() - make_interval(secs => c), now(), (c / 20 %% 50 = 0)::int
              from generate_series(1, %1$d) c join number n on n.phone_number_id = 'n' || c %% %2$d
            """;

    private final LocalPostgres postgres;
    private final Database database;
    private final int searched;

    private WallTables(LocalPostgres postgres, int conversations) {
        this.searched = Math.min(SEARCHED, conversations);
        this.postgres = postgres;
        this.database = postgres.database("coexistence");
    }

    static WallTables start(int conversations) throws SQLException {
        Path root = Path.of(System.getProperty("coexistence.root", ".")).toAbsolutePath();
        Path folder = BenchmarkRig.emptyFolder(root.resolve("deploy/benchmarks/target/rig/wall"));
        var tables =
                new WallTables(
                        LocalPostgres.start(
                                new LocalPostgres.Settings(
                                        folder.resolve("postgres"),
                                        FreePorts.next(),
                                        true,
                                        folder.resolve("postgres.log"))),
                        conversations);
        try {
            tables.fill(root, conversations);
        } catch (SQLException | RuntimeException e) {
            tables.close();
            throw e;
        }
        return tables;
    }

    Database database() {
        return database;
    }

    /** A long thread of that tenant's; of anybody's where there is none. */
    long thread(@Nullable String tenant) {
        return SMALL.equals(tenant) ? 9 : 3;
    }

    /** A text that few conversations have, one of them that tenant's. */
    String text(@Nullable String tenant) {
        return "person " + (searched - NUMBERS + thread(tenant));
    }

    @Override
    public void close() {
        postgres.close();
    }

    private void fill(Path root, int conversations) throws SQLException {
        Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .schemas(SCHEMA)
                .locations(
                        "filesystem:"
                                + root.resolve(
                                        "conversation-service/src/main/resources/db/migration"))
                .load()
                .migrate();
        try (Connection connection =
                        DriverManager.getConnection(
                                database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            connection.setSchema(SCHEMA);
            statement.execute("set synchronous_commit = off");
            statement.execute(FILL.formatted(conversations, NUMBERS, LONG_THREADS));
            Map<Long, String> texts = new HashMap<>();
            for (long c = 1; c <= searched; c++) {
                texts.put(c, "person " + c);
                if (texts.size() == TEXTS_AT_ONCE) {
                    SearchTable.add(connection, texts);
                    texts.clear();
                }
            }
            SearchTable.add(connection, texts);
            statement.execute("vacuum analyze");
        }
    }
}
