package dev.coexistence.ingest.split;

import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.ingest.LowPriorityThreads;
import dev.coexistence.ingest.split.event.MalformedItem;
import dev.coexistence.ingest.split.event.NumberDirectory;
import dev.coexistence.kafka.ContainerSettings;
import dev.coexistence.kafka.DeadLetters;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.Standstills;
import dev.coexistence.schemas.EventSerde;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.kafka.core.ConsumerFactory;

/** The splitter and the function of its binding; application.yaml names its topic and group. */
@Configuration(proxyBeanMethods = false)
class SplitBindings {
    private static final String GROUP = "webhook-ingest-service";

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
    ContainerSettings splitterThreads() {
        return (group, container) -> {
            if (group.equals(GROUP)) {
                container.setListenerTaskExecutor(threads());
            }
        };
    }

    private static AsyncTaskExecutor threads() {
        var threads = new SimpleAsyncTaskExecutor("splitter-");
        threads.setTaskDecorator(LowPriorityThreads::decorate);
        return threads;
    }

    @Bean
    Consumer<List<ConsumerRecord<String, byte[]>>> splitWebhooks(
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
