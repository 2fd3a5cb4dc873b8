package dev.coexistence.conversation.media;

import dev.coexistence.conversation.live.Change;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.media.FetchOutcome.Fetched;
import dev.coexistence.conversation.media.FetchOutcome.Lost;
import dev.coexistence.conversation.media.FetchOutcome.TryLater;
import dev.coexistence.conversation.media.MediaQueue.Due;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Fetches media as they come, a few at a time, and tries again what failed. */
@Component
class MediaWorker implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(MediaWorker.class);
    private static final long LOOK_MILLIS = 1_000;
    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(6));

    private final MediaQueue queue;
    private final MetaMedia meta;
    private final MediaStore store;
    private final ChangeFeed feed;
    private final Terms terms;
    private final Semaphore room;
    private volatile boolean running;
    private ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Settings, clock and meters. */
    @Component
    record Terms(MediaSettings settings, InstantSource time, MeterRegistry meters) {}

    MediaWorker(MediaQueue queue, MetaMedia meta, MediaStore store, ChangeFeed feed, Terms terms) {
        this.queue = queue;
        this.meta = meta;
        this.store = store;
        this.feed = feed;
        this.terms = terms;
        this.room = new Semaphore(terms.settings().workers());
    }

    @Override
    public void start() {
        if (terms.settings().enabled()) {
            running = true;
            threads = Executors.newVirtualThreadPerTaskExecutor();
            threads.execute(this::run);
        }
    }

    @Override
    public void stop() {
        running = false;
        feed.wake();
        threads.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            long seen = feed.wakes();
            try {
                if (step() == 0) {
                    feed.await(seen, LOOK_MILLIS);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (DataAccessException | TransactionException e) {
                LOG.atWarn()
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("Media wait for the database");
                try {
                    feed.await(-1, LOOK_MILLIS * 2);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private int step() {
        int free = room.drainPermits();
        if (free == 0) {
            return 0;
        }
        List<Due> due = List.of();
        try {
            due = queue.claim(free);
        } finally {
            room.release(free - due.size());
        }
        for (Due one : due) {
            threads.execute(() -> {
                try {
                    fetch(one);
                } catch (RuntimeException e) {
                    LOG.atWarn()
                            .addKeyValue("message", one.message())
                            .addKeyValue("error", e.getClass().getSimpleName())
                            .log("Media could not be handled; they are tried again");
                } finally {
                    room.release();
                    feed.wake();
                }
            });
        }
        return due.size();
    }

    private void fetch(Due due) {
        Optional<String> token = queue.token(due.phoneNumberId());
        FetchOutcome outcome =
                token.isEmpty() ? new TryLater("NO_TOKEN") : meta.fetch(due.mediaId(), token.get());
        String word =
                switch (outcome) {
                    case Fetched fetched -> kept(due, fetched);
                    case Lost(String problem) -> {
                        queue.lost(due.message(), problem);
                        yield "lost";
                    }
                    case TryLater(String problem) -> later(due, problem);
                };
        terms.meters().counter("whatsapp.conversation.media.attempts", "outcome", word).increment();
    }

    private String kept(Due due, Fetched fetched) {
        try {
            store.keep(due.message(), fetched.file());
            queue.stored(due.message(), fetched.mimeType(), fetched.size());
            feed.publish(
                    new Change(Change.Kind.MEDIA_STORED, due.phoneNumberId(), 0, due.message()),
                    terms.time().instant());
            return "stored";
        } catch (IOException _) {
            return later(due, "STORE_FAILED");
        } finally {
            try {
                Files.deleteIfExists(fetched.file());
            } catch (IOException e) {
                LOG.atWarn()
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("A temporary file stays behind");
            }
        }
    }

    private String later(Due due, String problem) {
        if (due.firstAt().plus(terms.settings().giveUpAfter()).isBefore(terms.time().instant())) {
            queue.lost(due.message(), problem);
            return "lost";
        }
        queue.again(due.message(), problem, PAUSES.get(Math.min(due.attempt(), PAUSES.size()) - 1));
        return "retried";
    }
}
