package dev.coexistence.connection;

import dev.coexistence.connection.clock.ServiceClock;
import dev.coexistence.connection.hold.Holds;
import dev.coexistence.connection.meta.CallAllowance;
import dev.coexistence.connection.meta.GraphApi;
import dev.coexistence.connection.meta.MetaApi;
import dev.coexistence.connection.meta.MetaSettings;
import dev.coexistence.connection.metrics.Census;
import dev.coexistence.connection.metrics.ConnectionMetrics;
import dev.coexistence.connection.metrics.MeasuredMeta;
import dev.coexistence.connection.metrics.MetricsSettings;
import dev.coexistence.connection.onboarding.Completion;
import dev.coexistence.connection.onboarding.LaunchParameters;
import dev.coexistence.connection.onboarding.Onboarding;
import dev.coexistence.connection.onboarding.OnboardingCalls;
import dev.coexistence.connection.onboarding.OnboardingEffects;
import dev.coexistence.connection.onboarding.OnboardingThreads;
import dev.coexistence.connection.onboarding.SelfTest;
import dev.coexistence.connection.onboarding.SignUpNotes;
import dev.coexistence.connection.onboarding.SignUpSettings;
import dev.coexistence.connection.onboarding.SignUps;
import dev.coexistence.connection.onboarding.SignatureProbe;
import dev.coexistence.connection.onboarding.Steps;
import dev.coexistence.connection.policy.PolicyCatalogue;
import dev.coexistence.connection.record.Checks;
import dev.coexistence.connection.record.ConnectionHistory;
import dev.coexistence.connection.record.Connections;
import dev.coexistence.connection.record.EvidenceLog;
import dev.coexistence.connection.record.ConnectionOutbox;
import dev.coexistence.connection.record.Vault;
import dev.coexistence.connection.watch.AccountEvents;
import dev.coexistence.connection.watch.ActivityWatch;
import dev.coexistence.connection.watch.Disconnection;
import dev.coexistence.connection.watch.FirstEvents;
import dev.coexistence.connection.watch.HeldNumbers;
import dev.coexistence.connection.watch.LinkTests;
import dev.coexistence.connection.watch.Webhooks;
import dev.coexistence.database.OutboxLock;
import dev.coexistence.database.OutboxRelay;
import dev.coexistence.database.OutboxTable;
import dev.coexistence.database.Worker;
import dev.coexistence.kafka.DeadLetters;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.TokenCipher;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** How the parts of this service are put together. */
@Configuration(proxyBeanMethods = false)
class ConnectionConfiguration {
    private static final int OUTBOX_BATCH = 200;
    private static final long OUTBOX_LOCK = 0x636f_6e6e_6563_74L;

    @Bean
    ServiceClock serviceClock(ConnectionSettings settings) {
        var clock = new ServiceClock(InstantSource.system(), settings.clockUrl());
        clock.follow();
        return clock;
    }

    @Bean
    PolicyCatalogue policyCatalogue(ConnectionSettings settings) {
        return PolicyCatalogue.load(
                settings.policyEdition(), settings.policyFolder().map(Path::of).orElse(null));
    }

    @Bean
    LaunchParameters launchParameters(SignUpSettings settings, JsonMapper json) {
        return LaunchParameters.load(settings, json);
    }

    @Bean
    GraphApi graphApi(MetaSettings settings, JsonMapper json) {
        return new GraphApi(settings, json);
    }

    @Bean
    @Primary
    MetaApi metaApi(GraphApi graph, MeterRegistry meters) {
        return new MeasuredMeta(graph, meters);
    }

    @Bean
    ConnectionMetrics connectionMetrics(MeterRegistry meters, PolicyCatalogue policies) {
        return new ConnectionMetrics(meters, policies.inForce().activity());
    }

    @Bean
    Census census(JdbcClient jdbc, MetricsSettings settings) {
        return new Census(jdbc, settings.metricNumbers());
    }

    @Bean
    ConnectionOutbox outbox(
            JdbcClient jdbc,
            JdbcTemplate template,
            EventSerde serde,
            PolicyCatalogue policies,
            ServiceClock clock) {
        return new ConnectionOutbox(jdbc, new OutboxTable(template), serde, policies, clock);
    }

    @Bean
    OutboxRelay outboxRelay(
            ConnectionOutbox outbox,
            EventPublisher publisher,
            DeadLetters deadLetters,
            ConnectionMetrics metrics,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            ServiceClock clock) {
        return new OutboxRelay(
                outbox,
                new OutboxLock(jdbc, new TransactionTemplate(transactions), OUTBOX_LOCK),
                publisher,
                new OutboxRelay.Parking("connection-service", deadLetters, clock),
                metrics::countPublished,
                OUTBOX_BATCH,
                Worker.Pace.every(Duration.ofMillis(200)));
    }

    @Bean
    ConnectionHistory connectionHistory(JdbcClient jdbc, ServiceClock clock) {
        return new ConnectionHistory(jdbc, clock);
    }

    @Bean
    Connections connections(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            ConnectionOutbox outbox,
            ConnectionHistory history) {
        return new Connections(jdbc, new TransactionTemplate(transactions), outbox, history);
    }

    @Bean
    Onboarding.Journal journal(JdbcClient jdbc, ConnectionSettings settings) {
        return new Onboarding.Journal(
                new Steps(jdbc),
                new Vault(jdbc, TokenCipher.of(settings.tokenKeyset().value())),
                new Checks(jdbc),
                new EvidenceLog(jdbc),
                new SignUpNotes(jdbc));
    }

    @Bean
    SignatureProbe signatureProbe(
            ConnectionSettings settings, MetaSettings meta, ServiceClock clock) {
        return new SignatureProbe(settings.webhook(), meta.appSecret(), clock);
    }

    @Bean
    SelfTest selfTest(
            MetaApi meta,
            SignatureProbe signature,
            ConnectionSettings settings,
            Onboarding.Journal journal) {
        return new SelfTest(meta, signature, journal.checks(), settings.callbackUrl());
    }

    @Bean
    Onboarding onboarding(
            Connections connections,
            Onboarding.Journal journal,
            OnboardingCalls calls,
            OnboardingEffects effects,
            ServiceClock clock) {
        return new Onboarding(connections, journal, calls, effects, clock);
    }

    @Bean
    OnboardingEffects onboardingEffects(
            Connections connections,
            Onboarding.Journal journal,
            PolicyCatalogue policies,
            ConnectionMetrics metrics,
            ServiceClock clock) {
        return new OnboardingEffects(connections, journal, policies, metrics, clock);
    }

    @Bean
    OnboardingCalls onboardingCalls(MetaApi meta, SelfTest selfTest) {
        return new OnboardingCalls(meta, selfTest);
    }

    @Bean
    OnboardingThreads onboardingThreads(Onboarding onboarding) {
        return new OnboardingThreads(onboarding, Duration.ofSeconds(15));
    }

    /** The jobs run side by side: a slow answer of Meta's holds up no other. */
    @Bean
    ThreadPoolTaskScheduler taskScheduler() {
        var scheduler = new ThreadPoolTaskScheduler();
        scheduler.setPoolSize(8);
        scheduler.setThreadNamePrefix("job-");
        scheduler.setWaitForTasksToCompleteOnShutdown(true);
        scheduler.setAwaitTerminationSeconds(10);
        return scheduler;
    }

    @Bean
    SignUps signUps(
            Connections connections,
            Holds holds,
            Onboarding.Journal journal,
            PolicyCatalogue policies,
            SignUpSettings settings,
            ServiceClock clock) {
        return new SignUps(
                connections, holds, journal.notes(), policies, settings.expiresAfter(), clock);
    }

    @Bean
    Completion.Patience patience(OnboardingThreads threads, SignUpSettings settings) {
        return new Completion.Patience(
                threads, settings.answerWithin(), settings.acknowledgementRequired());
    }

    @Bean
    Completion completion(
            Connections connections,
            Onboarding.Journal journal,
            ServiceClock clock,
            Completion.Patience patience) {
        return new Completion(connections, journal, clock, patience);
    }

    @Bean
    AccountEvents accountEvents(
            JdbcClient jdbc,
            Connections connections,
            Onboarding.Journal journal,
            ServiceClock clock) {
        return new AccountEvents(jdbc, connections, journal.checks(), clock);
    }

    @Bean
    ActivityWatch activityWatch(
            Onboarding.Journal journal,
            Connections connections,
            PolicyCatalogue policies,
            ConnectionMetrics metrics,
            ServiceClock clock) {
        return new ActivityWatch(journal.evidence(), connections, policies, metrics, clock);
    }

    @Bean
    Webhooks webhooks(
            Connections connections,
            Onboarding.Journal journal,
            ActivityWatch activity,
            ConnectionMetrics metrics,
            ServiceClock clock) {
        return new Webhooks(connections, journal, activity, metrics, clock);
    }

    @Bean
    FirstEvents firstEventsOfNumbers(
            Connections connections, Onboarding.Journal journal, ServiceClock clock) {
        return new FirstEvents(connections, journal.checks(), clock);
    }

    @Bean
    LinkTests.Means linkTestMeans(
            JdbcClient jdbc, MetaSettings meta, ConnectionMetrics metrics, ServiceClock clock) {
        return new LinkTests.Means(
                jdbc, new CallAllowance(meta.callsPerHour(), clock), metrics, clock);
    }

    @Bean
    LinkTests linkTests(
            Connections connections,
            Onboarding.Journal journal,
            SelfTest selfTest,
            OnboardingEffects effects,
            LinkTests.Means means) {
        return new LinkTests(connections, journal, selfTest, effects, means);
    }

    @Bean
    Holds holds(JdbcClient jdbc) {
        return new Holds(jdbc);
    }

    @Bean
    HeldNumbers heldNumbers(
            Holds holds, Connections connections, LinkTests tests, ServiceClock clock) {
        return new HeldNumbers(holds, connections, tests, clock);
    }

    @Bean
    Disconnection disconnection(
            Connections connections, Onboarding.Journal journal, MetaApi meta, ServiceClock clock) {
        return new Disconnection(connections, journal, meta, clock);
    }
}
