package dev.coexistence.dispatch.outbox;

import dev.coexistence.dispatch.database.QueueDatabase;
import dev.coexistence.dispatch.ownership.Ownership;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.Traces;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what stands in the outbox of the owned partitions, in order, and removes what the
 * broker has acknowledged: at least once.
 */
public final class OutboxRelay implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);
    private static final int AT_ONCE = 1000;
    private static final long LOOK_MILLIS = 1000;
    private static final long RETRY_MILLIS = 500;

    /** Of what was removed a reader walks over the remains, until they are cleared away. */
    private static final int TIDY_AFTER = 20_000;

    private static final int FIRST_TIDY_AFTER = 1_000;

    /** Nanoseconds for which results gather before the next are published. */
    private static final long GATHER_NANOS = 5_000_000;

    private record Waiting(
            long id,
            String topic,
            int partition,
            String number,
            byte[] payload,
            @Nullable String traceparent) {

        ProducerRecord<String, byte[]> record() {
            var record = new ProducerRecord<>(topic, partition, number, payload);
            for (Header header : Traces.headers(traceparent)) {
                record.headers().add(header);
            }
            return record;
        }
    }

    private final QueueDatabase database;
    private final EventPublisher publisher;
    private final Ownership ownership;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private int removed;
    private int tidyAfter = FIRST_TIDY_AFTER;
    private volatile boolean closed;

    public OutboxRelay(QueueDatabase database, EventPublisher publisher, Ownership ownership) {
        this.database = database;
        this.publisher = publisher;
        this.ownership = ownership;
        this.thread = Thread.ofPlatform().name("dispatch-outbox").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Something was stored. */
    public void signal() {
        news.release();
    }

    private void run() {
        while (!closed) {
            try {
                if (news.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    LockSupport.parkNanos(this, GATHER_NANOS);
                    news.drainPermits();
                }
                while (!closed && relay() == AT_ONCE) {
                    // More may wait.
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (closed) {
                    return;
                }
                log.atWarn().setCause(e).log("Results could not be published, trying again");
                pause();
            }
        }
    }

    private int relay() throws InterruptedException {
        Set<Integer> owned = ownership.partitions();
        if (owned.isEmpty()) {
            return 0;
        }
        List<Waiting> waiting = read(owned);
        if (waiting.isEmpty()) {
            return 0;
        }
        var acknowledgements = new ArrayList<CompletableFuture<RecordMetadata>>(waiting.size());
        for (Waiting one : waiting) {
            acknowledgements.add(publisher.send(one.record()));
        }
        var published = new ArrayList<Long>(waiting.size());
        RuntimeException failure = null;
        for (int i = 0; i < waiting.size(); i++) {
            try {
                acknowledgements.get(i).get();
                published.add(waiting.get(i).id());
            } catch (ExecutionException e) {
                failure = new IllegalStateException("A result was not acknowledged", e.getCause());
            }
        }
        delete(published);
        tidy(published.size());
        if (failure != null) {
            throw failure;
        }
        return waiting.size();
    }

    private List<Waiting> read(Set<Integer> owned) {
        return database.read(connection -> {
            try (var select =
                    connection.prepareStatement(
                            "select id, topic, partition, phone_number_id, payload, traceparent from outbox"
                                    + " where partition = any (?::int[]) order by id limit ?")) {
                select.setArray(1, connection.createArrayOf("int4", owned.toArray()));
                select.setInt(2, AT_ONCE);
                var waiting = new ArrayList<Waiting>();
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        waiting.add(
                                new Waiting(
                                        rows.getLong(1),
                                        rows.getString(2),
                                        rows.getInt(3),
                                        rows.getString(4),
                                        rows.getBytes(5),
                                        rows.getString(6)));
                    }
                }
                return waiting;
            }
        });
    }

    /** A crash may undo it, as it does not wait for the disk: then they are published again. */
    private void delete(List<Long> ids) {
        if (ids.isEmpty()) {
            return;
        }
        database.read(connection -> {
            try (var delete =
                    connection.prepareStatement(
                            """
                            with relaxed as materialized
                              (select set_config('synchronous_commit', 'off', true) as now)
                            delete from outbox using relaxed
                             where id = any (?::bigint[]) and relaxed.now = 'off'
                            """)) {
                delete.setArray(1, connection.createArrayOf("int8", ids.toArray()));
                return delete.executeUpdate();
            }
        });
    }

    /**
     * Every message passes through these two tables: their room is used again. While a service is
     * young, its plans are made anew as the tables grow.
     */
    private void tidy(int more) {
        removed += more;
        if (removed >= tidyAfter) {
            removed = 0;
            isTidy("vacuum (skip_locked, truncate off) outbox, intent");
            if (tidyAfter < TIDY_AFTER) {
                isTidy("analyze (skip_locked) command, outbox, intent");
                tidyAfter = Math.min(TIDY_AFTER, 4 * tidyAfter);
            }
        }
    }

    private void isTidy(String statement) {
        database.read(connection -> {
            try (var tidy = connection.createStatement()) {
                return tidy.execute(statement);
            }
        });
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
