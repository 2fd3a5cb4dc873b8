package dev.coexistence.benchmarks.ingest;

import dev.coexistence.benchmarks.rig.BenchmarkRig;
import dev.coexistence.benchmarks.rig.PollingWait;
import dev.coexistence.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The raw webhooks that the broker has. */
final class RawTopic {
    private static final String SPLITTER = "webhook-ingest-service";
    private static final String ID = "\"id\":\"wamid.";

    private RawTopic() {}

    /** Every wamid on the topic, from its beginning to what is its end now. */
    static Set<String> wamids(BenchmarkRig rig) {
        Set<String> found = new HashSet<>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", rig.bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(Topics.WEBHOOKS.name()).stream()
                            .map(p -> new TopicPartition(p.topic(), p.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    found.add(wamid(record.value()));
                }
            }
        }
        return found;
    }

    /** Waits until the splitter has read and settled all that is on the topic; seconds it took. */
    static double awaitSplit(BenchmarkRig rig) {
        long start = System.nanoTime();
        try (var admin = Admin.create(Map.of("bootstrap.servers", rig.bootstrapServers()))) {
            PollingWait.await(
                    "every webhook split",
                    Duration.ofMinutes(2),
                    Duration.ofMillis(20),
                    () -> unsplit(admin) == 0);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static long unsplit(Admin admin) {
        try {
            var settled =
                    admin.listConsumerGroupOffsets(SPLITTER).partitionsToOffsetAndMetadata().get();
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            for (var topic :
                    admin.describeTopics(List.of(Topics.WEBHOOKS.name()))
                            .allTopicNames()
                            .get()
                            .values()) {
                for (var partition : topic.partitions()) {
                    asked.put(
                            new TopicPartition(topic.name(), partition.partition()),
                            OffsetSpec.latest());
                }
            }
            return admin.listOffsets(asked).all().get().entrySet().stream()
                    .mapToLong(end -> {
                        var offset = settled.get(end.getKey());
                        return end.getValue().offset() - (offset == null ? 0 : offset.offset());
                    })
                    .sum();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker did not say how far the splitter is", e);
        }
    }

    static String wamid(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        int start = text.indexOf(ID) + ID.length();
        return text.substring(start, text.indexOf('"', start));
    }
}
