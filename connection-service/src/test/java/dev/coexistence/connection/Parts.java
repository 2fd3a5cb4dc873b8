package dev.coexistence.connection;

import com.zaxxer.hikari.HikariDataSource;
import dev.coexistence.access.AuditLog;
import dev.coexistence.connection.hold.DispatchHolds;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.meta.GraphApi;
import dev.coexistence.connection.meta.MetaApi;
import dev.coexistence.connection.meta.MetaAppSettings;
import dev.coexistence.connection.metrics.ConnectionMetrics;
import dev.coexistence.connection.onboarding.Onboarding;
import dev.coexistence.connection.onboarding.OnboardingCalls;
import dev.coexistence.connection.onboarding.OnboardingEffects;
import dev.coexistence.connection.onboarding.OnboardingThreads;
import dev.coexistence.connection.onboarding.SelfTest;
import dev.coexistence.connection.onboarding.SessionEvent;
import dev.coexistence.connection.onboarding.SignUpCompletion;
import dev.coexistence.connection.onboarding.SignUpNotes;
import dev.coexistence.connection.onboarding.SignUpOutcome;
import dev.coexistence.connection.onboarding.SignUpSettings;
import dev.coexistence.connection.onboarding.SignUps;
import dev.coexistence.connection.onboarding.SignatureProbe;
import dev.coexistence.connection.onboarding.StepJournal;
import dev.coexistence.connection.policy.PolicyCatalogue;
import dev.coexistence.connection.record.ConnectionHistory;
import dev.coexistence.connection.record.ConnectionOutbox;
import dev.coexistence.connection.record.Connections;
import dev.coexistence.connection.record.EncryptedSecrets;
import dev.coexistence.connection.record.EvidenceLog;
import dev.coexistence.connection.record.LinkCheckResults;
import dev.coexistence.connection.watch.AccountEventHandler;
import dev.coexistence.connection.watch.ActivityWatch;
import dev.coexistence.connection.watch.Disconnection;
import dev.coexistence.connection.watch.FirstEvents;
import dev.coexistence.connection.watch.LinkTester;
import dev.coexistence.connection.watch.WebhookEvidence;
import dev.coexistence.database.EventOutbox;
import dev.coexistence.database.OutboxRow;
import dev.coexistence.database.OutboxScope;
import dev.coexistence.database.OutboxTable;
import dev.coexistence.graph.CallAllowance;
import dev.coexistence.graph.Secret;
import dev.coexistence.local.Database;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.InMemorySchemaRegistry;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.UnreadableRecord;
import dev.coexistence.simulator.SignUp;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.number.SignUpMode;
import dev.coexistence.simulator.number.SimulatedNumber;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.flywaydb.core.Flyway;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * One instance of the service without its edges: on a real database, with whatever Meta is given.
 */
final class Parts {
    static final String KEYSET = TokenCipher.newKeyset();
    private static final InMemorySchemaRegistry REGISTRY = new InMemorySchemaRegistry();
    private static final EventSerde SERDE = new EventSerde(REGISTRY);
    private static final SignUpSettings SIGN_UP =
            new SignUpSettings(
                    Duration.ofMinutes(30),
                    Duration.ofSeconds(20),
                    false,
                    "v4",
                    Optional.empty(),
                    "",
                    Optional.empty(),
                    List.of());
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final ConnectionMetrics metrics;
    final JdbcClient jdbc;
    final InstantSource time;
    final PolicyCatalogue policies;
    final ConnectionOutbox outbox;
    final Connections connections;
    final StepJournal steps;
    final EncryptedSecrets secrets;
    final LinkCheckResults checks;
    final EvidenceLog evidence;
    final SignUpNotes notes;
    final SelfTest selfTest;
    final Onboarding onboarding;
    final SignUps signUps;
    final SignUpCompletion completion;
    final AccountEventHandler accounts;
    final ActivityWatch activity;
    final WebhookEvidence webhooks;
    final FirstEvents firstEvents;
    final LinkTester tests;
    final Disconnection disconnection;

    Parts(DataSource database, MetaApi meta, InstantSource time) {
        this(
                database,
                meta,
                time,
                new TransactionTemplate(new DataSourceTransactionManager(database)));
    }

    Parts(DataSource database, MetaApi meta, InstantSource time, TransactionTemplate transactions) {
        this(database, meta, time, transactions, new Settings(KEYSET, "seven-io"));
    }

    /** What an operator may change between two starts. */
    record Settings(String keyset, String edition) {}

    Parts(
            DataSource database,
            MetaApi meta,
            InstantSource time,
            TransactionTemplate transactions,
            Settings settings) {
        this.time = time;
        this.jdbc = JdbcClient.create(database);
        this.policies = PolicyCatalogue.load(settings.edition(), null);
        this.metrics = new ConnectionMetrics(meters, policies.inForce().activity());
        this.outbox =
                new ConnectionOutbox(
                        jdbc, new OutboxTable(new JdbcTemplate(database)), SERDE, policies, time);
        this.connections =
                new Connections(
                        jdbc,
                        transactions,
                        outbox,
                        new ConnectionHistory(jdbc, time),
                        AuditLog.at(
                                new EventOutbox(new OutboxTable(new JdbcTemplate(database)), SERDE)
                                        ::add,
                                time));
        this.steps = new StepJournal(jdbc);
        this.secrets = new EncryptedSecrets(jdbc, TokenCipher.of(settings.keyset()));
        this.checks = new LinkCheckResults(jdbc);
        this.evidence = new EvidenceLog(jdbc);
        this.notes = new SignUpNotes(jdbc);
        this.selfTest =
                new SelfTest(
                        meta,
                        new SignatureProbe(Optional.empty(), new Secret("unused"), time),
                        secrets,
                        checks,
                        Optional.empty());
        var effects =
                new OnboardingEffects(
                        connections, secrets, checks, evidence, policies, metrics, time);
        this.onboarding =
                new Onboarding(
                        connections,
                        steps,
                        secrets,
                        notes,
                        new OnboardingCalls(meta, selfTest),
                        effects,
                        time);
        this.signUps =
                new SignUps(connections, new DispatchHolds(jdbc), notes, policies, SIGN_UP, time);
        this.completion =
                new SignUpCompletion(
                        connections,
                        steps,
                        secrets,
                        notes,
                        new OnboardingThreads(onboarding, Duration.ofSeconds(1)),
                        SIGN_UP,
                        time);
        this.accounts = new AccountEventHandler(jdbc, connections, checks, time);
        this.activity = new ActivityWatch(evidence, connections, policies, metrics, time);
        this.webhooks = new WebhookEvidence(connections, steps, checks, activity, metrics, time);
        this.firstEvents = new FirstEvents(connections, checks, time);
        this.tests =
                new LinkTester(
                        connections,
                        checks,
                        selfTest,
                        effects,
                        new CallAllowance(1_000, time),
                        metrics,
                        time);
        this.disconnection = new Disconnection(connections, steps, secrets, checks, meta, time);
    }

    /** The next start of the service on the same database, with other settings. */
    static Parts restarted(
            DataSource database, MetaApi meta, InstantSource time, Settings settings) {
        var parts =
                new Parts(
                        database,
                        meta,
                        time,
                        new TransactionTemplate(new DataSourceTransactionManager(database)),
                        settings);
        new StartupChanges(
                        parts.jdbc,
                        parts.connections,
                        parts.secrets,
                        parts.policies,
                        parts.outbox,
                        REGISTRY)
                .run(new DefaultApplicationArguments());
        return parts;
    }

    /** A fresh database with this service's tables. */
    static DataSource database(String name) {
        Database database = LocalStack.shared().newDatabase(name);
        var source = new HikariDataSource();
        source.setJdbcUrl(database.url());
        source.setUsername(database.user());
        source.setPassword(database.password());
        source.setSchema("connection");
        source.setMaximumPoolSize(6);
        Flyway.configure()
                .dataSource(source)
                .schemas("connection")
                .defaultSchema("connection")
                .load()
                .migrate();
        return source;
    }

    static MetaApi graph(Simulator meta) {
        return graph(meta.baseUri(), Duration.ofSeconds(2));
    }

    static MetaApi graph(URI root, Duration timeout) {
        return new GraphApi(
                new MetaAppSettings(
                        root,
                        "v25.0",
                        "100000000000001",
                        new Secret(RunningService.APP_SECRET),
                        timeout,
                        180));
    }

    static SignUpCompletion.Brought brought(SignUp popup, ConnectionMode mode) {
        var event = SessionEvent.read(JSON.readTree(popup.sessionEvent()));
        if (!(event instanceof SessionEvent.Finished finished)) {
            throw new AssertionError("The popup did not finish: " + event);
        }
        return new SignUpCompletion.Brought(
                new Secret(popup.code()),
                finished,
                mode == ConnectionMode.FULL_MIGRATION
                        ? Optional.of(new Secret("482915"))
                        : Optional.empty());
    }

    Connection start(SimulatedNumber number, ConnectionMode mode) {
        var outcome =
                signUps.start(
                        Samples.SAM,
                        Samples.SAM.tenantOrDefault(),
                        mode,
                        number.displayPhoneNumber(),
                        false);
        if (!(outcome instanceof SignUpOutcome.Started(Connection started))) {
            throw new AssertionError("Not started: " + outcome);
        }
        return started;
    }

    /** Signs a number up and goes through the dialogue. */
    Connection signUp(Simulator meta, SimulatedNumber number, ConnectionMode mode) {
        var started = start(number, mode);
        var popup = meta.signUp(number.phoneNumberId(), SignUpMode.valueOf(mode.name()));
        var unused = completion.complete(started.id(), Samples.SAM, brought(popup, mode));
        return connections.find(started.id()).orElseThrow();
    }

    /** The events of a number that wait in the outbox. */
    List<dev.coexistence.schemas.events.Connection> published(String phoneNumberId) {
        return outbox.findOldest(new OutboxScope.Everything(), 10_000).stream()
                .filter(row -> row.key().equals(phoneNumberId))
                .map(Parts::event)
                .toList();
    }

    private static dev.coexistence.schemas.events.Connection event(OutboxRow row) {
        try {
            return SERDE.read(
                    Topics.CONNECTIONS,
                    new ConsumerRecord<>(row.topic(), 0, row.id(), row.key(), row.payload()));
        } catch (UnreadableRecord e) {
            throw new AssertionError(e);
        }
    }

    List<String> history(UUID id) {
        return jdbc.sql("select event from history where connection_id = :id order by id")
                .param("id", id)
                .query((row, _) -> row.getString(1))
                .list();
    }
}
