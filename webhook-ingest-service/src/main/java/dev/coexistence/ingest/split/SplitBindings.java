package dev.coexistence.ingest.split;

import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.ingest.LowPriorityThreads;
import dev.coexistence.ingest.split.event.MalformedItem;
import dev.coexistence.ingest.split.event.NumberDirectory;
import dev.coexistence.kafka.DeadLetters;
import dev.coexistence.kafka.EventConsumer;
import dev.coexistence.kafka.EventConsumers;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.Standstills;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topics;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.kafka.core.ConsumerFactory;

/** Bindings of the splitter to Kafka. */
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

    @Bean
    ConnectedNumbers connectedNumbers(
            ConsumerFactory<String, byte[]> consumers, EventSerde serde, Standstills standstills) {
        return new ConnectedNumbers(
                () -> consumers.createConsumer(null, "connected-numbers"),
                serde,
                standstills.of("connected-numbers"));
    }

    @Bean
    Splitter splitter(NumberDirectory numbers) {
        return new Splitter(numbers);
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
        threads.setTaskDecorator(LowPriorityThreads::decorate);
        return threads;
    }

    @Bean
    RawBatch rawBatch(
            Splitter splitter,
            EventPublisher events,
            DeadLetters deadLetters,
            IngestMetrics metrics,
            InstantSource time) {
        metrics.showReasons(MalformedItem.REASONS);
        // The consumer may get a record again: an item is parked once.
        var publishers = new ItemPublisherFactory(events, deadLetters.once(), metrics, time);
        return new RawBatch(splitter, publishers, metrics, time);
    }
}
