package dev.coexistence.connection;

import dev.coexistence.connection.clock.ServiceClock;
import dev.coexistence.connection.meta.GraphApi;
import dev.coexistence.connection.meta.MetaApi;
import dev.coexistence.connection.meta.MetaAppSettings;
import dev.coexistence.connection.metrics.ConnectionMetrics;
import dev.coexistence.connection.metrics.MeasuredMeta;
import dev.coexistence.connection.onboarding.LaunchParameters;
import dev.coexistence.connection.onboarding.Onboarding;
import dev.coexistence.connection.onboarding.OnboardingThreads;
import dev.coexistence.connection.onboarding.SelfTest;
import dev.coexistence.connection.onboarding.SignUpSettings;
import dev.coexistence.connection.onboarding.SignatureProbe;
import dev.coexistence.connection.policy.PolicyCatalogue;
import dev.coexistence.connection.record.ConnectionOutbox;
import dev.coexistence.connection.record.EncryptedSecrets;
import dev.coexistence.connection.record.LinkCheckResults;
import dev.coexistence.database.OutboxLock;
import dev.coexistence.database.OutboxRelay;
import dev.coexistence.database.OutboxTable;
import dev.coexistence.database.Worker;
import dev.coexistence.graph.CallAllowance;
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
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The beans that are not the service's own, or need more than other beans. */
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
    GraphApi graphApi(MetaAppSettings settings) {
        return new GraphApi(settings);
    }

    @Bean
    @Primary
    MetaApi metaApi(GraphApi graph, MeterRegistry meters) {
        return new MeasuredMeta(graph, meters);
    }

    @Bean
    CallAllowance callAllowance(MetaAppSettings settings, ServiceClock clock) {
        return new CallAllowance(settings.callsPerHour(), clock);
    }

    @Bean
    ConnectionMetrics connectionMetrics(MeterRegistry meters, PolicyCatalogue policies) {
        return new ConnectionMetrics(meters, policies.inForce().activity());
    }

    @Bean
    TokenCipher tokenCipher(ConnectionSettings settings) {
        return TokenCipher.of(settings.tokenKeyset().value());
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
            TransactionTemplate transactions,
            ServiceClock clock) {
        return new OutboxRelay(
                outbox,
                new OutboxLock(jdbc, transactions, OUTBOX_LOCK),
                publisher,
                new OutboxRelay.Parking("connection-service", deadLetters, clock),
                metrics::countPublished,
                OUTBOX_BATCH,
                Worker.Pace.every(Duration.ofMillis(200)));
    }

    @Bean
    SignatureProbe signatureProbe(
            ConnectionSettings settings, MetaAppSettings meta, ServiceClock clock) {
        return new SignatureProbe(settings.webhook(), meta.appSecret(), clock);
    }

    @Bean
    SelfTest selfTest(
            MetaApi meta,
            SignatureProbe signature,
            EncryptedSecrets secrets,
            LinkCheckResults checks,
            ConnectionSettings settings) {
        return new SelfTest(meta, signature, secrets, checks, settings.callbackUrl());
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
}
