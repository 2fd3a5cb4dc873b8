package dev.coexistence.dispatch;

import dev.coexistence.database.DatabaseEdgeConfiguration;
import dev.coexistence.dispatch.engine.DispatchEvents;
import dev.coexistence.dispatch.engine.Dispatcher;
import dev.coexistence.dispatch.engine.Engine;
import dev.coexistence.dispatch.engine.JournalEvents;
import dev.coexistence.dispatch.engine.Lease;
import dev.coexistence.dispatch.engine.WireEvents;
import dev.coexistence.dispatch.engine.WriteCheck;
import dev.coexistence.dispatch.lane.LaneSettings;
import dev.coexistence.dispatch.lane.Lanes;
import dev.coexistence.dispatch.meta.MetaSettings;
import dev.coexistence.dispatch.meta.NettyWire;
import dev.coexistence.dispatch.meta.TemplateLookup;
import dev.coexistence.dispatch.meta.TracedAnswers;
import dev.coexistence.dispatch.meta.Wire;
import dev.coexistence.dispatch.pacing.PacingSettings;
import dev.coexistence.dispatch.queue.Book;
import dev.coexistence.dispatch.queue.CommandStore;
import dev.coexistence.dispatch.queue.CommandViews;
import dev.coexistence.dispatch.queue.Database;
import dev.coexistence.dispatch.queue.Journal;
import dev.coexistence.dispatch.queue.JournalStatements;
import dev.coexistence.dispatch.queue.Numbers;
import dev.coexistence.dispatch.queue.OutboxRelay;
import dev.coexistence.dispatch.queue.Ownership;
import dev.coexistence.dispatch.queue.QueueReader;
import dev.coexistence.dispatch.queue.QueueSettings;
import dev.coexistence.dispatch.queue.Results;
import dev.coexistence.dispatch.queue.Templates;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.KafkaEdgeConfiguration;
import dev.coexistence.kafka.Traces;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.TokenCipher;
import io.micrometer.core.instrument.MeterRegistry;
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

    @Bean
    InstantSource time() {
        return InstantSource.system();
    }

    @Bean
    LongSupplier ticker() {
        return System::nanoTime;
    }

    @Bean
    Database database(JdbcTemplate jdbc, TransactionTemplate transactions) {
        return new Database(jdbc, transactions);
    }

    @Bean
    Results results(EventSerde serde) {
        return new Results(serde);
    }

    @Bean
    Ownership ownership() {
        return new Ownership();
    }

    @Bean
    Numbers numbers(Database database, TokenSettings token) {
        return new Numbers(database, TokenCipher.of(token.keyset())::decrypt);
    }

    @Bean
    Templates templates(Database database) {
        return new Templates(database);
    }

    @Bean(initMethod = "start")
    TemplateLookup templateLookup(
            Templates templates,
            Numbers numbers,
            Ownership ownership,
            MetaSettings settings,
            InstantSource time) {
        return new TemplateLookup(templates, numbers, ownership, settings, time);
    }

    @Bean
    CommandViews commandViews(Database database) {
        return new CommandViews(database);
    }

    @Bean
    CommandStore commandStore(Database database, Results results, InstantSource time) {
        return new CommandStore(database, results, time);
    }

    @Bean(destroyMethod = "")
    Book book(Database database, Numbers numbers, QueueSettings settings) {
        return new Book(new QueueReader(database), numbers, settings);
    }

    @Bean(destroyMethod = "")
    OutboxRelay outboxRelay(Database database, EventPublisher publisher, Ownership ownership) {
        return new OutboxRelay(database, publisher, ownership);
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
        return new Engine(new Lanes(ticker, time, lanes, pacing), ticker);
    }

    @Bean
    JournalEvents journalEvents(
            Engine engine, Ownership ownership, DispatchEvents events, OutboxRelay relay) {
        return new JournalEvents(engine, ownership, events, relay::signal);
    }

    @Bean(destroyMethod = "")
    Journal journal(
            Database database,
            Results results,
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
    Wire wire(
            MetaSettings settings,
            Engine engine,
            DispatchEvents events,
            WriteCheck check,
            LongSupplier ticker,
            Traces traces) {
        return new NettyWire(
                settings,
                new TracedAnswers(traces, new WireEvents(engine, events, ticker)),
                check,
                ticker);
    }

    @Bean(destroyMethod = "")
    Dispatcher dispatcher(
            Engine engine,
            Journal journal,
            Wire wire,
            Book book,
            DispatchEvents events,
            LongSupplier ticker,
            InstantSource time) {
        return new Dispatcher(engine, journal, wire, book, events, ticker, time);
    }
}
