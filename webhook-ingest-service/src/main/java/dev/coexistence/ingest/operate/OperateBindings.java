package dev.coexistence.ingest.operate;

import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.ingest.split.Publication;
import dev.coexistence.ingest.split.Splitter;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.schemas.EventSerde;
import java.time.InstantSource;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** What operators' commands are made of. */
@Configuration(proxyBeanMethods = false)
class OperateBindings {

    @Bean
    Records records(ConsumerFactory<String, byte[]> consumers) {
        var quick = new Properties();
        // One request at a time is on its way to a broker: none may wait for records to come.
        quick.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        quick.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        return new Records(() -> consumers.createConsumer(null, null, "operate", quick));
    }

    @Bean
    DeadLetterShelf deadLetterShelf(Records records) {
        return new DeadLetterShelf(records);
    }

    @Bean
    Redrive.Outlet redriveOutlet(
            Publication.Outlets outlets,
            EventPublisher publisher,
            IngestMetrics metrics,
            InstantSource time) {
        return new Redrive.Outlet(() -> new Publication(outlets, metrics, time), publisher, time);
    }

    @Bean
    Redrive redrive(
            DeadLetterShelf shelf, Records records, Splitter splitter, Redrive.Outlet outlet) {
        return new Redrive(shelf, records, splitter, outlet);
    }

    @Bean
    Replay replay(Records records, EventSerde serde, Splitter splitter, Redrive.Outlet outlet) {
        return new Replay(records, serde, splitter, outlet.publications());
    }

    @Bean
    Replays replays(Replay replay, InstantSource time) {
        return new Replays(replay, time);
    }

    @Bean
    OperatorAccess operatorAccess(OperateSettings settings) {
        return new OperatorAccess(settings.token());
    }
}
