package dev.coexistence.ingest.split;

import dev.coexistence.ingest.BehindReceiving;
import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.kafka.DeadLetters;
import dev.coexistence.kafka.EventConsumer;
import dev.coexistence.kafka.EventConsumers;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.Standstills;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;

/** Where the splitter meets Kafka. */
@Configuration(proxyBeanMethods = false)
class SplitBindings {
    private static final String GROUP = "webhook-ingest-service";

    /**
     * One body of the largest, or a thousand small ones. A backlog of 3 MB bodies must fit into a
     * small heap together with what the splitter makes of them.
     */
    private static final int FETCH_BYTES = 5 * 1024 * 1024;

    /**
     * Under load some milliseconds' webhooks are split together, instead of a fetch and a commit
     * for each of the broker's appends; a single webhook waits no longer than this.
     */
    private static final int WORTH_FETCHING_BYTES = 256 * 1024;

    private static final int FETCH_WAIT_MILLIS = 10;

    /** Raw bytes whose events may be unacknowledged at once. */
    private static final int UNSETTLED_BYTES = 4 * 1024 * 1024;

    @Bean
    ConnectedNumbers connectedNumbers(
            ConsumerFactory<String, byte[]> consumers, EventSerde serde, Standstills standstills) {
        return new ConnectedNumbers(
                () -> consumers.createConsumer(null, "connected-numbers"),
                serde,
                standstills.of("connected-numbers"));
    }

    @Bean
    Splitter splitter(Numbers numbers) {
        return new Splitter(numbers);
    }

    @Bean
    Publication.Outlets outlets(EventPublisher events, DeadLetters deadLetters) {
        return new Publication.Outlets(events, deadLetters);
    }

    @Bean
    @ConditionalOnWebApplication
    EventConsumer splitterConsumer(EventConsumers consumers, RawBatch batch) {
        return consumers.rawConsumer(
                GROUP,
                List.of(Topics.WEBHOOKS),
                batch,
                container -> {
                    container.setKafkaConsumerProperties(fetching());
                    container.setListenerTaskExecutor(threads());
                });
    }

    private static Properties fetching() {
        var settings = new Properties();
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, WORTH_FETCHING_BYTES);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        return settings;
    }

    private static AsyncTaskExecutor threads() {
        var threads = new SimpleAsyncTaskExecutor("splitter-");
        threads.setTaskDecorator(BehindReceiving::task);
        return threads;
    }

    @Bean
    RawBatch rawBatch(
            Splitter splitter,
            Publication.Outlets outlets,
            IngestMetrics metrics,
            InstantSource time) {
        metrics.knownReasons(Unusable.REASONS);
        return new RawBatch(splitter, outlets.once(), metrics, time);
    }

    /**
     * Splits what one poll brought. Returns when every item is acknowledged, throws on an outage;
     * then the whole of it comes again.
     */
    record RawBatch(
            Splitter splitter,
            Publication.Outlets outlets,
            IngestMetrics metrics,
            InstantSource time)
            implements BatchMessageListener<String, byte[]> {

        @Override
        public void onMessage(List<ConsumerRecord<String, byte[]>> records) {
            var publication = new Publication(outlets, metrics, time);
            var arrivals = new ArrayList<Instant>(records.size());
            int unsettled = 0;
            for (var record : records) {
                var raw = RawWebhook.of(record);
                arrivals.add(raw.receivedAt());
                publication.add(raw, splitter.split(raw));
                unsettled += raw.body().length;
                if (unsettled > UNSETTLED_BYTES) {
                    publication.settle();
                    unsettled = 0;
                }
            }
            publication.settle();
            var now = time.instant();
            arrivals.forEach(receivedAt -> metrics.splitRecord(receivedAt, now));
        }
    }
}
