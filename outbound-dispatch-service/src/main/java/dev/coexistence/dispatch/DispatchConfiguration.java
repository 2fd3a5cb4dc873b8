package dev.coexistence.dispatch;

import dev.coexistence.database.DatabaseEdgeConfiguration;
import dev.coexistence.database.OutboxRelay;
import dev.coexistence.database.OutboxTable;
import dev.coexistence.database.OwnedPartitions;
import dev.coexistence.database.TenantTransactions;
import dev.coexistence.database.Worker;
import dev.coexistence.dispatch.database.QueueDatabase;
import dev.coexistence.dispatch.engine.DispatchEvents;
import dev.coexistence.dispatch.engine.Dispatcher;
import dev.coexistence.dispatch.engine.Engine;
import dev.coexistence.dispatch.engine.JournalEvents;
import dev.coexistence.dispatch.engine.TransportEvents;
import dev.coexistence.dispatch.engine.WriteCheck;
import dev.coexistence.dispatch.meta.MetaTransport;
import dev.coexistence.dispatch.meta.NettyTransport;
import dev.coexistence.dispatch.meta.TemplateLookup;
import dev.coexistence.dispatch.meta.TracedAnswers;
import dev.coexistence.dispatch.meta.TransportSettings;
import dev.coexistence.dispatch.metrics.DispatchMetrics;
import dev.coexistence.dispatch.metrics.DispatchSettings;
import dev.coexistence.dispatch.number.LaneScheduler;
import dev.coexistence.dispatch.outbox.OutboxTidying;
import dev.coexistence.dispatch.outbox.ResultPublications;
import dev.coexistence.dispatch.ownership.Lease;
import dev.coexistence.dispatch.ownership.Ownership;
import dev.coexistence.dispatch.pacing.LaneSettings;
import dev.coexistence.dispatch.pacing.PacingSettings;
import dev.coexistence.dispatch.queue.CommandStore;
import dev.coexistence.dispatch.queue.CommandViews;
import dev.coexistence.dispatch.queue.Journal;
import dev.coexistence.dispatch.queue.JournalStatements;
import dev.coexistence.dispatch.queue.NumberStore;
import dev.coexistence.dispatch.queue.QueueLoader;
import dev.coexistence.dispatch.queue.QueueReader;
import dev.coexistence.dispatch.queue.QueueSettings;
import dev.coexistence.dispatch.template.TemplateStore;
import dev.coexistence.kafka.DeadLetters;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.KafkaEdgeConfiguration;
import dev.coexistence.kafka.Traces;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.TokenCipher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The parts of the service and how they are joined. */
@Configuration(proxyBeanMethods = false)
@Import({KafkaEdgeConfiguration.class, DatabaseEdgeConfiguration.class})
class DispatchConfiguration {
    private static final int RESULTS_AT_ONCE = 1000;
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** For which results gather before the next are published. */
    private static final Duration GATHER = Duration.ofMillis(5);

    @Bean
    InstantSource time() {
        return InstantSource.system();
    }

    @Bean
    LongSupplier ticker() {
        return System::nanoTime;
    }

    @Bean
    QueueDatabase queueDatabase(JdbcTemplate jdbc, TransactionTemplate transactions) {
        return new QueueDatabase(jdbc, transactions);
    }

    @Bean
    TenantTransactions tenantTransactions(JdbcTemplate jdbc, TransactionTemplate transactions) {
        return new TenantTransactions(jdbc, transactions, "coexistence_dispatch_tenant");
    }

    @Bean
    ResultPublications resultPublications(EventSerde serde) {
        return new ResultPublications(serde);
    }

    @Bean
    Ownership ownership() {
        return new Ownership();
    }

    @Bean
    NumberStore numberStore(QueueDatabase database, TokenSettings token) {
        return new NumberStore(database, TokenCipher.of(token.keyset())::decrypt);
    }

    @Bean
    TemplateStore templateStore(QueueDatabase database) {
        return new TemplateStore(database);
    }

    @Bean(initMethod = "start")
    TemplateLookup templateLookup(
            TemplateStore templates,
            NumberStore numbers,
            Ownership ownership,
            TransportSettings settings,
            InstantSource time) {
        return new TemplateLookup(templates, numbers, ownership, settings, time);
    }

    @Bean
    CommandViews commandViews(QueueDatabase database) {
        return new CommandViews(database);
    }

    @Bean
    CommandStore commandStore(
            QueueDatabase database, ResultPublications results, InstantSource time) {
        return new CommandStore(database, results, time);
    }

    @Bean(destroyMethod = "")
    QueueLoader queueLoader(QueueDatabase database, NumberStore numbers, QueueSettings settings) {
        return new QueueLoader(new QueueReader(database), numbers, settings);
    }

    @Bean
    OutboxRelay outboxRelay(
            JdbcTemplate jdbc,
            Ownership ownership,
            EventPublisher publisher,
            DeadLetters deadLetters,
            InstantSource time) {
        return new OutboxRelay(
                new OutboxTable(jdbc),
                new OwnedPartitions(ownership::partitions),
                publisher,
                new OutboxRelay.Parking("outbound-dispatch-service", deadLetters, time),
                new OutboxTidying(jdbc)::count,
                RESULTS_AT_ONCE,
                Worker.Pace.every(LOOK).gathering(GATHER));
    }

    @Bean
    Lease lease(LongSupplier ticker, QueueSettings settings) {
        return new Lease(ticker, settings.lease().toNanos());
    }

    @Bean
    DispatchMetrics dispatchMetrics(
            MeterRegistry meters,
            DispatchSettings settings,
            PacingSettings pacing,
            Ownership ownership) {
        return new DispatchMetrics(meters, settings, pacing, ownership);
    }

    @Bean(destroyMethod = "")
    Engine engine(
            LongSupplier ticker, InstantSource time, LaneSettings lanes, PacingSettings pacing) {
        return new Engine(new LaneScheduler(ticker, time, lanes, pacing), ticker);
    }

    @Bean
    JournalEvents journalEvents(
            Engine engine, Ownership ownership, DispatchEvents events, OutboxRelay relay) {
        return new JournalEvents(engine, ownership, events, relay::signal);
    }

    @Bean(destroyMethod = "")
    Journal journal(
            QueueDatabase database,
            ResultPublications results,
            InstantSource time,
            Ownership ownership,
            JournalEvents events,
            QueueSettings settings) {
        return new Journal(
                new JournalStatements(database, results, time, settings),
                ownership,
                events,
                settings.journalBatch());
    }

    @Bean
    WriteCheck writeCheck(Lease lease, Ownership ownership, PacingSettings pacing) {
        return new WriteCheck(lease, ownership, pacing.enabled());
    }

    @Bean(destroyMethod = "")
    MetaTransport metaTransport(
            TransportSettings settings,
            Engine engine,
            DispatchEvents events,
            WriteCheck check,
            LongSupplier ticker,
            Traces traces) {
        return new NettyTransport(
                settings,
                new TracedAnswers(traces, new TransportEvents(engine, events, ticker)),
                check,
                ticker);
    }

    @Bean(destroyMethod = "")
    Dispatcher dispatcher(
            Engine engine,
            Journal journal,
            MetaTransport transport,
            QueueLoader loader,
            DispatchEvents events,
            LongSupplier ticker,
            InstantSource time) {
        return new Dispatcher(engine, journal, transport, loader, events, ticker, time);
    }
}
