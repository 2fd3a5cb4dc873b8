package dev.coexistence.dispatch.intake;

import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.Traces;
import dev.coexistence.schemas.events.SendCommand;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of the commands' topic: their home partition, their tenant, their trace, and the way on.
 */
public final class CommandRecords {
    private static final Logger log = LoggerFactory.getLogger(CommandRecords.class);

    private final EventPublisher publisher;
    private final Traces traces;
    private final Function<Set<String>, Map<String, String>> tenants;

    /** A command and the record that it came in. */
    record Incoming(ConsumerRecord<String, byte[]> record, SendCommand command) {
        private boolean namesTenant() {
            return !CommandTenant.read(record.headers()).isEmpty();
        }

        private boolean isOf(@Nullable String owner) {
            return CommandTenant.read(record.headers()).stream()
                    .allMatch(tenant -> tenant.equals(owner));
        }
    }

    /**
     * @param tenants of numbers, without those of which nothing is known
     */
    public CommandRecords(
            EventPublisher publisher,
            Traces traces,
            Function<Set<String>, Map<String, String>> tenants) {
        this.publisher = publisher;
        this.traces = traces;
        this.tenants = tenants;
    }

    /** Of these, the commands that name a tenant whose the number is not. */
    Set<Incoming> findForeign(List<Incoming> incoming) {
        List<Incoming> named = incoming.stream().filter(Incoming::namesTenant).toList();
        if (named.isEmpty()) {
            return Set.of();
        }
        Map<String, String> owners =
                tenants.apply(
                        named.stream()
                                .map(one -> one.command().getPhoneNumberId())
                                .filter(number -> StorableText.fault("", number) == null)
                                .collect(Collectors.toSet()));
        Set<Incoming> foreign = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Incoming one : named) {
            if (!one.isOf(owners.get(one.command().getPhoneNumberId()))) {
                log.atWarn()
                        .addKeyValue("connection", one.command().getPhoneNumberId())
                        .addKeyValue("partition", one.record().partition())
                        .addKeyValue("offset", one.record().offset())
                        .log("Command names a tenant whose the number is not");
                foreign.add(one);
            }
        }
        return foreign;
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
