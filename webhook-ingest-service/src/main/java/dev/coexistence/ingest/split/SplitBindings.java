package dev.coexistence.ingest.split;

import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.ingest.LowPriorityThreads;
import dev.coexistence.ingest.split.event.MalformedItem;
import dev.coexistence.ingest.split.event.NumberDirectory;
import dev.coexistence.kafka.ContainerSettings;
import dev.coexistence.kafka.DeadLetters;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.follow.CompactedTopicFollower;
import dev.coexistence.kafka.follow.CompactedTopics;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.Connection;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** The splitter and the function of its binding; application.yaml names its topic and group. */
@Configuration(proxyBeanMethods = false)
class SplitBindings {
    private static final String GROUP = "webhook-ingest-service";

    @Bean
    ConnectedNumbers connectedNumbers() {
        return new ConnectedNumbers();
    }

    @Bean
    CompactedTopicFollower<Connection> numberFollower(
            CompactedTopics topics, ConnectedNumbers numbers) {
        return topics.follow(Topics.CONNECTIONS, "connected-numbers", numbers);
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
