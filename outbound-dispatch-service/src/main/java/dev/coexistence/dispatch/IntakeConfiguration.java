package dev.coexistence.dispatch;

import dev.coexistence.database.OutboxRelay;
import dev.coexistence.dispatch.database.QueueDatabase;
import dev.coexistence.dispatch.engine.DispatchEvents;
import dev.coexistence.dispatch.engine.Engine;
import dev.coexistence.dispatch.engine.JournalEvents;
import dev.coexistence.dispatch.engine.SweeperSchedule;
import dev.coexistence.dispatch.intake.CommandAnnouncer;
import dev.coexistence.dispatch.intake.CommandHandler;
import dev.coexistence.dispatch.intake.CommandIntake;
import dev.coexistence.dispatch.intake.CommandPromotion;
import dev.coexistence.dispatch.intake.CommandReader;
import dev.coexistence.dispatch.intake.CommandRecords;
import dev.coexistence.dispatch.intake.EvidenceHandler;
import dev.coexistence.dispatch.intake.EvidenceIntake;
import dev.coexistence.dispatch.intake.InboundProgress;
import dev.coexistence.dispatch.intake.InstanceName;
import dev.coexistence.dispatch.intake.IntakeSettings;
import dev.coexistence.dispatch.intake.PartitionAssignments;
import dev.coexistence.dispatch.intake.RecordReader;
import dev.coexistence.dispatch.intake.TrafficCounter;
import dev.coexistence.dispatch.metrics.DispatchMetrics;
import dev.coexistence.dispatch.metrics.MetricsRefresher;
import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.outbox.ResultPublications;
import dev.coexistence.dispatch.ownership.Lease;
import dev.coexistence.dispatch.ownership.LeaseKeeper;
import dev.coexistence.dispatch.ownership.Ownership;
import dev.coexistence.dispatch.ownership.PartitionLeases;
import dev.coexistence.dispatch.pacing.PacingSettings;
import dev.coexistence.dispatch.queue.BacklogCounts;
import dev.coexistence.dispatch.queue.CommandStore;
import dev.coexistence.dispatch.queue.EvidenceStore;
import dev.coexistence.dispatch.queue.Journal;
import dev.coexistence.dispatch.queue.NumberStore;
import dev.coexistence.dispatch.queue.PartitionTakeover;
import dev.coexistence.dispatch.queue.QueueSettings;
import dev.coexistence.dispatch.queue.Sweeper;
import dev.coexistence.kafka.DeadLetters;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.Standstill;
import dev.coexistence.kafka.Standstills;
import dev.coexistence.kafka.Traces;
import dev.coexistence.schemas.EventSerde;
import java.time.InstantSource;
import java.util.Properties;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** Wiring of the consumers. */
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {
    /** Stored in one transaction. */
    private static final String COMMANDS_AT_ONCE = "2000";

    private static final String LONGEST_FETCH_MILLIS = "100";

    @Bean
    PartitionLeases partitionLeases(
            QueueDatabase database, InstanceName instance, QueueSettings settings) {
        return new PartitionLeases(database, instance.name(), settings.lease());
    }

    @Bean
    PartitionTakeover partitionTakeover(
            QueueDatabase database,
            ResultPublications results,
            InstantSource time,
            PartitionLeases leases,
            QueueSettings settings) {
        return new PartitionTakeover(database, results, time, leases, settings);
    }

    @Bean(destroyMethod = "")
    LeaseKeeper leaseKeeper(
            PartitionLeases leases,
            Ownership ownership,
            Lease lease,
            QueueSettings settings,
            LongSupplier ticker,
            JournalEvents events,
            Engine engine) {
        return new LeaseKeeper(
                leases,
                ownership,
                lease,
                settings.lease(),
                ticker,
                events::onPartitionLost,
                until -> engine.post(new NumberEvent.LeaseRenewed(until)));
    }

    @Bean
    PartitionAssignments assignments(
            PartitionTakeover takeovers,
            Ownership ownership,
            Engine engine,
            Journal journal,
            OutboxRelay relay,
            LeaseKeeper keeper,
            LongSupplier ticker) {
        return new PartitionAssignments(
                takeovers, ownership, engine, journal, relay::signal, keeper, ticker);
    }

    @Bean
    Sweeper sweeper(
            QueueDatabase database,
            Journal journal,
            Ownership ownership,
            InstantSource time,
            QueueSettings settings) {
        return new Sweeper(database, journal, ownership, time, settings);
    }

    @Bean(destroyMethod = "")
    SweeperSchedule sweeperSchedule(
            Sweeper sweeper, Engine engine, QueueSettings settings, MetricsRefresher refresher) {
        return new SweeperSchedule(sweeper, engine, settings, refresher::refresh);
    }

    @Bean
    MetricsRefresher metricsRefresher(
            Engine engine,
            QueueDatabase database,
            Ownership ownership,
            DispatchMetrics metrics,
            InstantSource time) {
        return new MetricsRefresher(engine, new BacklogCounts(database, ownership), metrics, time);
    }

    @Bean
    RecordReader recordReader(
            IntakeSettings settings,
            EventSerde serde,
            DeadLetters deadLetters,
            InstantSource time) {
        return new RecordReader(settings.groupId(), serde, deadLetters, time);
    }

    @Bean
    CommandReader commandReader(NumberStore numbers, IntakeSettings settings) {
        return new CommandReader(numbers::find, settings.defaultMaxAge());
    }

    @Bean
    CommandAnnouncer commandAnnouncer(Engine engine, DispatchEvents events, OutboxRelay relay) {
        return new CommandAnnouncer(engine, events, relay::signal);
    }

    @Bean
    CommandHandler commandHandler(
            RecordReader records,
            CommandReader commands,
            CommandStore store,
            Ownership ownership,
            CommandAnnouncer announcer,
            CommandRecords topic,
            InstantSource time) {
        return new CommandHandler(records, commands, store, ownership, announcer, topic, time);
    }

    @Bean
    CommandRecords commandRecords(EventPublisher publisher, Traces traces) {
        return new CommandRecords(publisher, traces);
    }

    @Bean
    CommandPromotion commandPromotion(
            CommandStore store,
            Ownership ownership,
            CommandAnnouncer announcer,
            InstantSource time) {
        return new CommandPromotion(store, ownership, announcer, time);
    }

    @Bean
    TrafficCounter trafficCounter(
            PacingSettings pacing, Engine engine, DispatchEvents events, InstantSource time) {
        return new TrafficCounter(pacing, engine, events, time);
    }

    @Bean
    EvidenceHandler evidenceHandler(
            RecordReader records,
            QueueDatabase database,
            TrafficCounter traffic,
            Ownership ownership,
            Engine engine,
            NumberStore numbers,
            SweeperSchedule schedule) {
        return new EvidenceHandler(
                records,
                new EvidenceStore(database),
                traffic,
                ownership,
                engine,
                numbers,
                schedule::resolveNow);
    }

    @Bean(destroyMethod = "")
    EvidenceIntake evidenceIntake(
            ConsumerFactory<String, byte[]> consumers,
            IntakeSettings settings,
            EvidenceHandler handler,
            Standstills standstills,
            InboundProgress progress) {
        String name = settings.groupId() + "-evidence";
        var properties = new Properties();
        // The brokers answer where a topic ends only after the fetch that waits there.
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, LONGEST_FETCH_MILLIS);
        return new EvidenceIntake(
                consumers.createConsumer(name, "", "", properties),
                handler,
                progress,
                standstills.of(name));
    }

    @Bean
    InboundProgress inboundProgress(InstantSource time, LongSupplier ticker, Engine engine) {
        return new InboundProgress(
                time,
                ticker,
                (partitions, until) ->
                        engine.post(new NumberEvent.InboundKnown(partitions, until)));
    }

    @Bean(destroyMethod = "")
    CommandIntake commandIntake(
            Consumer<String, byte[]> commandConsumer,
            CommandHandler handler,
            CommandPromotion promotion,
            PartitionAssignments assignments,
            EvidenceIntake evidence,
            Ownership ownership,
            Standstill commandStandstill) {
        return new CommandIntake(
                commandConsumer,
                handler,
                promotion,
                assignments,
                evidence,
                ownership,
                commandStandstill);
    }

    @Bean
    Standstill commandStandstill(Standstills standstills, IntakeSettings settings) {
        return standstills.of(settings.groupId());
    }

    /** Closed by the intake, whose thread alone may touch it. */
    @Bean(destroyMethod = "")
    Consumer<String, byte[]> commandConsumer(
            ConsumerFactory<String, byte[]> consumers,
            IntakeSettings settings,
            InstanceName instance) {
        var properties = new Properties();
        properties.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, COMMANDS_AT_ONCE);
        properties.put(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                String.valueOf(settings.session().toMillis()));
        properties.put(
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                String.valueOf(settings.session().toMillis() / 4));
        if (instance.lasting()) {
            properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance.name());
        }
        return consumers.createConsumer(settings.groupId(), "", "", properties);
    }
}
