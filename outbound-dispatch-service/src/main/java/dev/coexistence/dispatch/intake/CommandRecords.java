package dev.coexistence.dispatch.intake;

import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.Traces;
import dev.coexistence.schemas.events.SendCommand;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Records of the commands' topic: their home partition, their trace, and the way on from both. */
public final class CommandRecords {
    private final EventPublisher publisher;
    private final Traces traces;

    public CommandRecords(EventPublisher publisher, Traces traces) {
        this.publisher = publisher;
        this.traces = traces;
    }

    /** The partition that every topic keeps a number in. */
    static int home(String phoneNumberId, int partitions) {
        return Utils.toPositive(Utils.murmur2(phoneNumberId.getBytes(StandardCharsets.UTF_8)))
                % partitions;
    }

    /** Sends a record on to its number's own partition; done once the brokers have it. */
    CompletableFuture<?> forward(
            ConsumerRecord<String, byte[]> record, int home, String phoneNumberId) {
        return publisher.send(
                new ProducerRecord<>(
                        record.topic(),
                        home,
                        null,
                        phoneNumberId,
                        record.value(),
                        record.headers()));
    }

    /** Its trace goes on from here: through the queue, to Meta, and into its results. */
    @Nullable String traced(ConsumerRecord<String, byte[]> record, SendCommand command) {
        var step =
                traces.begin("command", Traces.of(record.headers()).orElse(null))
                        .note("command", shortened(command.getCommandId()));
        step.end();
        return step.traceparent();
    }

    private static String shortened(String id) {
        return id.length() > CommandReader.LONGEST_ID
                ? id.substring(0, CommandReader.LONGEST_ID)
                : id;
    }
}
