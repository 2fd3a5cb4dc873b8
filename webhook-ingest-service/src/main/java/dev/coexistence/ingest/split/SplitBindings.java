package dev.coexistence.ingest.split;

import dev.coexistence.ingest.BehindReceiving;
import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.kafka.ContainerSettings;
import dev.coexistence.kafka.DeadLetters;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.Standstills;
import dev.coexistence.schemas.EventSerde;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
    ContainerSettings splitterThreads() {
        return (group, container) -> {
            if (group.equals(GROUP)) {
                container.setListenerTaskExecutor(threads());
            }
        };
    }

    private static AsyncTaskExecutor threads() {
        var threads = new SimpleAsyncTaskExecutor("splitter-");
        threads.setTaskDecorator(BehindReceiving::task);
        return threads;
    }

    @Bean
    Consumer<List<ConsumerRecord<String, byte[]>>> splitWebhooks(
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
            implements Consumer<List<ConsumerRecord<String, byte[]>>> {

        @Override
        public void accept(List<ConsumerRecord<String, byte[]>> records) {
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
