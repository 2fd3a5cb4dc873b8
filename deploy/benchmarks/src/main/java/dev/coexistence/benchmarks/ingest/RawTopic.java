package dev.coexistence.benchmarks.ingest;

import dev.coexistence.benchmarks.rig.Rig;
import dev.coexistence.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The raw webhooks that the broker has. */
final class RawTopic {
    private static final String ID = "\"id\":\"wamid.";

    private RawTopic() {}

    /** Every wamid on the topic, from its beginning to what is its end now. */
    static Set<String> wamids(Rig rig) {
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

    static String wamid(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        int start = text.indexOf(ID) + ID.length();
        return text.substring(start, text.indexOf('"', start));
    }
}
