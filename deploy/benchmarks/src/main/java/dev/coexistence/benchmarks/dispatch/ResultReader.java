package dev.coexistence.benchmarks.dispatch;

import dev.coexistence.benchmarks.rig.BenchmarkRig;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.UnreadableRecord;
import dev.coexistence.schemas.events.SendResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads every result that was published; repetitions of one result change nothing. */
final class ResultReader implements AutoCloseable {
    private final EventSerde serde;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Set<String> doubted = new HashSet<>();
    private final Map<String, String> terminal = new HashMap<>();
    private int contradictions;

    ResultReader(BenchmarkRig rig) {
        this.serde = rig.serde();
        this.consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", rig.bootstrapServers(),
                                "auto.offset.reset", "earliest",
                                "enable.auto.commit", "false"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(Topics.SEND_RESULTS.name()).stream()
                        .map(ResultReader::partition)
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads until nothing more comes for that long. */
    void read(Duration wait) {
        var records = consumer.poll(wait);
        while (!records.isEmpty()) {
            note(records);
            records = consumer.poll(wait);
        }
    }

    private void note(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            SendResult result = result(record);
            if (result.getTerminal()) {
                String outcome = result.getOutcome().name();
                String before = terminal.putIfAbsent(result.getCommandId(), outcome);
                if (before != null && !before.equals(outcome)) {
                    contradictions++;
                }
            } else if (result.getOutcome().name().equals("UNKNOWN")) {
                doubted.add(result.getCommandId());
            }
        }
    }

    /** Outcomes by command. */
    Map<String, String> terminal() {
        return terminal;
    }

    /** Commands that ended in two ways. */
    int contradictions() {
        return contradictions;
    }

    /** Commands that were in doubt for a while, or still are. */
    Set<String> doubted() {
        return doubted;
    }

    @Override
    public void close() {
        consumer.close();
    }

    private SendResult result(ConsumerRecord<String, byte[]> record) {
        try {
            return serde.read(Topics.SEND_RESULTS, record);
        } catch (UnreadableRecord e) {
            throw new IllegalStateException("The dispatcher published what nobody can read", e);
        }
    }

    private static TopicPartition partition(PartitionInfo info) {
        return new TopicPartition(info.topic(), info.partition());
    }
}
