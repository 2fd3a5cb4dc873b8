package dev.coexistence.dispatch.intake;

import dev.coexistence.dispatch.database.ConsumerOffsets.Offset;
import dev.coexistence.dispatch.intake.CommandRecords.Incoming;
import dev.coexistence.dispatch.ownership.Ownership;
import dev.coexistence.dispatch.ownership.OwnershipLost;
import dev.coexistence.dispatch.queue.CommandStore;
import dev.coexistence.dispatch.queue.CommandStore.Arrivals;
import dev.coexistence.dispatch.queue.CommandStore.Foreign;
import dev.coexistence.dispatch.queue.CommandStore.Fresh;
import dev.coexistence.dispatch.queue.CommandStore.Stored;
import dev.coexistence.kafka.Outages;
import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.CommandAction;
import dev.coexistence.schemas.events.SendCommand;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Stores what was read of the commands' topic and tells the lanes. Called again with the same
 * records after an outage; a command is stored once, by its id.
 */
public final class CommandHandler {
    private final RecordReader records;
    private final CommandReader commands;
    private final CommandStore store;
    private final Ownership ownership;
    private final CommandAnnouncer announcer;
    private final CommandRecords topic;
    private final InstantSource time;

    private static final class Batch {
        private final List<Fresh> fresh = new ArrayList<>();
        private final List<Fresh> cancels = new ArrayList<>();
        private final List<Fresh> unkept = new ArrayList<>();
        private final List<Foreign> foreign = new ArrayList<>();
        private final List<CompletableFuture<?>> forwarded = new ArrayList<>();
        private final Map<Integer, Long> next = new HashMap<>();
    }

    public CommandHandler(
            RecordReader records,
            CommandReader commands,
            CommandStore store,
            Ownership ownership,
            CommandAnnouncer announcer,
            CommandRecords topic,
            InstantSource time) {
        this.records = records;
        this.commands = commands;
        this.store = store;
        this.ownership = ownership;
        this.announcer = announcer;
        this.topic = topic;
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
        var incoming = new ArrayList<Incoming>(polled.size());
        for (var record : polled) {
            batch.next.put(record.partition(), record.offset() + 1);
            records.read(Topics.SEND_COMMANDS, record)
                    .ifPresent(command -> incoming.add(new Incoming(record, command)));
        }
        Set<Incoming> foreign = topic.findForeign(incoming);
        for (Incoming one : incoming) {
            add(batch, one, partitions, foreign.contains(one));
        }
        for (var forwarded : batch.forwarded) {
            acknowledged(forwarded);
        }
        commit(batch);
    }

    private void add(Batch batch, Incoming one, int partitions, boolean foreign) {
        ConsumerRecord<String, byte[]> record = one.record();
        SendCommand command = one.command();
        if (!CommandReader.hasIdentity(command)) {
            records.park(record, DeadLetter.UNHANDLED, "The command lacks an id or a number");
            return;
        }
        int home = CommandRecords.home(command.getPhoneNumberId(), partitions);
        if (home != record.partition()) {
            // Another client's partitioner: a number has one owner, so the command goes to its.
            batch.forwarded.add(topic.forward(record, home, command.getPhoneNumberId()));
            return;
        }
        Instant now = time.instant();
        CommandReader.Fault fault = CommandReader.keyFault(command);
        if (foreign) {
            batch.foreign.add(
                    new Foreign(
                            commands.readForeign(command, home, now),
                            record.partition() + "-" + record.offset()));
        } else if (fault != null) {
            batch.unkept.add(
                    commands.readUnkept(command, home, topic.traced(record, command), now, fault));
        } else if (command.getAction() == CommandAction.CANCEL) {
            batch.cancels.add(commands.cancel(command, home, topic.traced(record, command), now));
        } else {
            batch.fresh.add(commands.read(command, home, topic.traced(record, command), now));
        }
    }

    private void commit(Batch batch) {
        Map<Integer, Long> epochs = new HashMap<>();
        List<Offset> offsets = new ArrayList<>();
        batch.next.forEach((partition, next) -> {
            epochs.put(partition, ownership.epoch(partition));
            offsets.add(new Offset(Topics.SEND_COMMANDS.name(), partition, next));
        });
        Stored stored =
                store.store(
                        epochs,
                        new Arrivals(batch.fresh, batch.cancels, batch.unkept, batch.foreign),
                        offsets);
        announcer.stored(stored);
        if (!batch.fresh.isEmpty()
                || !batch.cancels.isEmpty()
                || !batch.unkept.isEmpty()
                || !batch.foreign.isEmpty()) {
            announcer.published();
        }
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
