package dev.coexistence.benchmarks.conversation;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.coexistence.access.Caller;
import dev.coexistence.access.Role;
import dev.coexistence.benchmarks.figure.Benchmark;
import dev.coexistence.benchmarks.figure.BenchmarkOptions;
import dev.coexistence.benchmarks.figure.Figure;
import dev.coexistence.benchmarks.figure.FigureOutput;
import dev.coexistence.conversation.TenantConfiguration;
import dev.coexistence.conversation.caller.CallerAccess;
import dev.coexistence.conversation.reading.ConversationQuery;
import dev.coexistence.conversation.reading.ConversationReader;
import dev.coexistence.conversation.reading.MessageReader;
import dev.coexistence.database.TenantTransactions;
import dev.coexistence.local.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Cost of the wall between tenants: the same questions of who sees all and of a tenant, asked of
 * one PostgreSQL in turn, call by call, through the classes that answer the API.
 */
public final class WallBenchmark implements Benchmark {
    private static final int CALLS = 200;
    private static final int LIMIT = 50;

    /** A question of the API, asked by a caller. */
    private record Question(String name, Consumer<Caller> ask) {}

    @Override
    public String name() {
        return "wall";
    }

    @Override
    public String description() {
        return "time of lists, threads and searches without tenants over the same behind the wall between them";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("rounds", 7, "rounds of 200 calls that count"),
                new Option("warm-up", 3, "rounds before them"),
                new Option("conversations", 1_000_000, "in all, of four tenants"));
    }

    @Override
    public void run(FigureOutput output, BenchmarkOptions options) throws Exception {
        int conversations = options.number("conversations");
        output.say("wall: writing %d conversations of four tenants", conversations);
        try (var tables = WallTables.start(conversations);
                var pool = pool(tables.database())) {
            for (Question question : questions(pool, tables)) {
                measure(output, options, question);
            }
        }
    }

    private static void measure(FigureOutput output, BenchmarkOptions options, Question question) {
        for (int i = 0; i < options.number("warm-up"); i++) {
            round(question);
        }
        List<Double> large = new ArrayList<>();
        List<Double> small = new ArrayList<>();
        List<Double> open = new ArrayList<>();
        for (int i = 0; i < options.number("rounds"); i++) {
            List<Double> medians = round(question);
            open.add(medians.get(0));
            large.add(medians.get(0) / medians.get(1));
            small.add(medians.get(0) / medians.get(2));
        }
        output.figure(
                Figure.median("wall." + question.name() + "-vs-open", "ratio", "", large)
                        .against("the same without tenants")
                        .noting(
                                String.format(
                                        Locale.ROOT,
                                        "a tenant of nine of twenty numbers; of one number: %.3f; without: %.2f ms",
                                        Figure.medianOf(small),
                                        Figure.medianOf(open))));
    }

    /** Medians of the calls in ms: without tenants, of the large tenant, of the small one. */
    private static List<Double> round(Question question) {
        List<Caller> callers =
                List.of(Caller.open(), caller(WallTables.LARGE), caller(WallTables.SMALL));
        List<List<Double>> times = new ArrayList<>();
        callers.forEach(_ -> times.add(new ArrayList<>()));
        for (int call = 0; call < CALLS; call++) {
            // Each comes first as often as the others.
            for (int turn = 0; turn < callers.size(); turn++) {
                int i = (call + turn) % callers.size();
                long start = System.nanoTime();
                question.ask().accept(callers.get(i));
                times.get(i).add((System.nanoTime() - start) / 1e6);
            }
        }
        return times.stream().map(Figure::medianOf).toList();
    }

    private static List<Question> questions(HikariDataSource pool, WallTables tables) {
        var jdbc = new JdbcTemplate(pool);
        var transactions = new TransactionTemplate(new JdbcTransactionManager(pool));
        var access =
                new CallerAccess(
                        new TenantTransactions(jdbc, transactions, TenantConfiguration.TENANT_ROLE),
                        (_, _, _, _, _, _) -> {},
                        jdbc,
                        InstantSource.system());
        var messages = new MessageReader(access);
        var conversations = new ConversationReader(access, messages, InstantSource.system());
        return List.of(
                new Question("list", caller -> conversations.list(caller, listOf(null))),
                new Question(
                        "thread",
                        caller ->
                                messages.listThread(
                                        caller, tables.thread(caller.tenant()), null, LIMIT)),
                new Question(
                        "search",
                        caller ->
                                conversations.list(caller, listOf(tables.text(caller.tenant())))));
    }

    private static ConversationQuery listOf(@Nullable String text) {
        return new ConversationQuery(null, text, null, null, null, LIMIT);
    }

    private static Caller caller(String tenant) {
        return new Caller(
                Caller.Kind.PROGRAM, "benchmark", "benchmark", tenant, Role.OWNER.scopes(), null);
    }

    /** As conversation-service sets its pool. */
    private static HikariDataSource pool(Database database) {
        var config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setSchema(WallTables.SCHEMA);
        config.setMaximumPoolSize(1);
        config.setConnectionInitSql("set plan_cache_mode = force_custom_plan");
        return new HikariDataSource(config);
    }
}
