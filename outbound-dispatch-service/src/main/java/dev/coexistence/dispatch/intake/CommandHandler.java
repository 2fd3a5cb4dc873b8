package dev.coexistence.dispatch.intake;

import dev.coexistence.dispatch.engine.Dispatcher;
import dev.coexistence.dispatch.queue.CommandStore;
import dev.coexistence.dispatch.queue.CommandStore.Arrivals;
import dev.coexistence.dispatch.queue.CommandStore.Fresh;
import dev.coexistence.dispatch.queue.CommandStore.Offset;
import dev.coexistence.dispatch.queue.CommandStore.Stored;
import dev.coexistence.dispatch.queue.Ownership;
import dev.coexistence.dispatch.queue.OwnershipLost;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.Outages;
import dev.coexistence.kafka.Traces;
import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.CommandAction;
import dev.coexistence.schemas.events.SendCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Stores what was read of the commands' topic and tells the lanes. Called again with the same
 * records after an outage; a command is stored once, by its id.
 */
public final class CommandHandler {
    private static final int PROMOTE_AT_ONCE = 500;
    private static final Duration PROMOTE_EVERY = Duration.ofMillis(50);
    private static final Duration RELEASE_EVERY = Duration.ofSeconds(1);

    /** One in so many parts of the time is spent on looking. */
    private static final int RELEASE_SHARE = 20;

    private final RecordReader records;
    private final CommandReader commands;
    private final CommandStore store;
    private final Outside outside;
    private final InstantSource time;
    private Instant promoteAgain = Instant.MIN;
    private Instant releaseAgain = Instant.MIN;

    /** What it tells and asks. */
    public record Outside(
            Ownership ownership, Dispatcher dispatcher, EventPublisher publisher, Traces traces) {}

    private static final class Batch {
        private final List<Fresh> fresh = new ArrayList<>();
        private final List<Fresh> cancels = new ArrayList<>();
        private final List<Fresh> unkept = new ArrayList<>();
        private final List<CompletableFuture<?>> forwarded = new ArrayList<>();
        private final Map<Integer, Long> next = new HashMap<>();
    }

    public CommandHandler(
            RecordReader records,
            CommandReader commands,
            CommandStore store,
            Outside outside,
            InstantSource time) {
        this.records = records;
        this.commands = commands;
        this.store = store;
        this.outside = outside;
        this.time = time;
    }

    /**
     * @param partitions of the topic, by which a number has its own
     * @throws OwnershipLost where a partition has another owner; then nothing is stored
     */
    void handle(List<ConsumerRecord<String, byte[]>> polled, int partitions) {
        try {
            store(polled, partitions);
        } catch (OwnershipLost e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            if (Outages.isOutage(e)) {
                throw e;
            }
            for (var record : polled) {
                storeOrPark(record, partitions);
            }
        }
    }

    private void storeOrPark(ConsumerRecord<String, byte[]> record, int partitions) {
        try {
            store(List.of(record), partitions);
        } catch (OwnershipLost e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            if (Outages.isOutage(e)) {
                throw e;
            }
            records.park(
                    record, DeadLetter.UNHANDLED, "Storing failed with " + e.getClass().getName());
            var passed = new Batch();
            passed.next.put(record.partition(), record.offset() + 1);
            commit(passed);
        }
    }

    private void store(List<ConsumerRecord<String, byte[]>> polled, int partitions) {
        var batch = new Batch();
        for (var record : polled) {
            batch.next.put(record.partition(), record.offset() + 1);
            var read = records.read(Topics.SEND_COMMANDS, record);
            if (read.isPresent()) {
                add(batch, record, read.get(), partitions);
            }
        }
        for (var forwarded : batch.forwarded) {
            acknowledged(forwarded);
        }
        commit(batch);
    }

    private void add(
            Batch batch,
            ConsumerRecord<String, byte[]> record,
            SendCommand command,
            int partitions) {
        if (!CommandReader.hasIdentity(command)) {
            records.park(record, DeadLetter.UNHANDLED, "The command lacks an id or a number");
            return;
        }
        int home = home(command.getPhoneNumberId(), partitions);
        if (home != record.partition()) {
            // Another client's partitioner: a number has one owner, so the command goes to its.
            batch.forwarded.add(
                    outside.publisher()
                            .send(
                                    new ProducerRecord<>(
                                            record.topic(),
                                            home,
                                            null,
                                            command.getPhoneNumberId(),
                                            record.value(),
                                            record.headers())));
            return;
        }
        Instant now = time.instant();
        CommandReader.Fault fault = CommandReader.keyFault(command);
        if (fault != null) {
            batch.unkept.add(commands.unkept(command, home, traced(record, command), now, fault));
        } else if (command.getAction() == CommandAction.CANCEL) {
            batch.cancels.add(commands.cancel(command, home, traced(record, command), now));
        } else {
            batch.fresh.add(commands.read(command, home, traced(record, command), now));
        }
    }

    /** Its trace goes on from here: through the queue, to Meta, and into its results. */
    private @Nullable String traced(ConsumerRecord<String, byte[]> record, SendCommand command) {
        var step =
                outside.traces()
                        .begin("command", Traces.of(record.headers()).orElse(null))
                        .note("command", name(command.getCommandId()));
        step.end();
        return step.traceparent();
    }

    private static String name(String id) {
        return id.length() > CommandReader.LONGEST_ID
                ? id.substring(0, CommandReader.LONGEST_ID)
                : id;
    }

    private void commit(Batch batch) {
        Map<Integer, Long> epochs = new HashMap<>();
        List<Offset> offsets = new ArrayList<>();
        batch.next.forEach((partition, next) -> {
            epochs.put(partition, outside.ownership().epoch(partition));
            offsets.add(new Offset(Topics.SEND_COMMANDS.name(), partition, next));
        });
        Stored stored =
                store.store(
                        epochs, new Arrivals(batch.fresh, batch.cancels, batch.unkept), offsets);
        outside.dispatcher()
                .engine()
                .post(lanes -> {
                    lanes.arrived(stored.waiting());
                    lanes.cancel(stored.cancelled(), true);
                    lanes.cancel(stored.unscheduled(), false);
                });
        var events = outside.dispatcher().events();
        events.cameIn(stored.queued(), stored.duplicates(), stored.refused().size());
        for (Fresh refused : stored.refused()) {
            if (refused.outcome() != null) {
                events.finished(refused.command(), refused.outcome());
            }
        }
        if (!batch.fresh.isEmpty() || !batch.cancels.isEmpty() || !batch.unkept.isEmpty()) {
            outside.dispatcher().published();
        }
    }

    /** Moves commands whose time has come into the queue. */
    void promote() {
        Map<Integer, Long> epochs = outside.ownership().snapshot();
        Instant now = time.instant();
        if (epochs.isEmpty()) {
            return;
        }
        release(epochs, now);
        if (now.isBefore(promoteAgain)) {
            return;
        }
        var due = store.promote(epochs, PROMOTE_AT_ONCE);
        promoteAgain = due.size() < PROMOTE_AT_ONCE ? now.plus(PROMOTE_EVERY) : now;
        if (!due.isEmpty()) {
            outside.dispatcher().engine().post(lanes -> lanes.arrived(due));
        }
    }

    /** Puts back what need not wait for its template any more; looks seldom where that is much. */
    private void release(Map<Integer, Long> epochs, Instant now) {
        if (now.isBefore(releaseAgain)) {
            return;
        }
        var released = store.release(epochs, PROMOTE_AT_ONCE);
        Duration took = Duration.between(now, time.instant()).multipliedBy(RELEASE_SHARE);
        releaseAgain =
                released.size() == PROMOTE_AT_ONCE
                        ? now
                        : now.plus(took.compareTo(RELEASE_EVERY) > 0 ? took : RELEASE_EVERY);
        if (!released.isEmpty()) {
            outside.dispatcher().engine().post(lanes -> lanes.arrived(released));
        }
    }

    /** The partition that every topic keeps a number in. */
    static int home(String phoneNumberId, int partitions) {
        return Utils.toPositive(Utils.murmur2(phoneNumberId.getBytes(StandardCharsets.UTF_8)))
                % partitions;
    }

    private static void acknowledged(CompletableFuture<?> forwarded) {
        try {
            forwarded.join();
        } catch (CompletionException e) {
            throw new org.apache.kafka.common.errors.TimeoutException(
                    "A command was not forwarded to its partition", e.getCause());
        }
    }
}
