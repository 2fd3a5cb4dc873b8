package dev.coexistence.conversation.live;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.ConversationMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Stream of changes for any number of listeners. Each listener is a virtual thread with an offset
 * of its own; what one of them has read from the database the others take from memory. The streams
 * end when the service stops, before the web server waits for open requests.
 */
@Component
public class ChangeStream implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeStream.class);
    private static final int KEPT = 64;
    private static final long LOOK_MILLIS = 200;

    /** After news that cannot be read yet, because an older transaction is still under way. */
    private static final long LOOK_SOON_MILLIS = 4;

    private static final long TROUBLE_MILLIS = 2_000;

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final long PAUSE_STEP_MILLIS = 7;

    /** Listeners of an instance that stops come to the others within this time. */
    private static final long PAUSES_MILLIS = 2_000;

    private final ApplicationContext context;
    private final ChangeLog log;
    private final ChangeFeed feed;
    private final TenantNumbers numbers;
    private final ConcurrentSkipListMap<ChangeOffset, Read> memory = new ConcurrentSkipListMap<>();
    private final ConversationMetrics metrics;
    private final AtomicLong sentAway = new AtomicLong();
    private volatile Sinks.@Nullable Empty<Void> open;

    /** The events that followed an offset when it was read. */
    private record Read(List<LiveEvent> events) {}

    ChangeStream(
            ApplicationContext context,
            ChangeLog log,
            ChangeFeed feed,
            TenantNumbers numbers,
            ConversationMetrics metrics) {
        this.context = context;
        this.log = log;
        this.feed = feed;
        this.numbers = numbers;
        this.metrics = metrics;
    }

    @Override
    public void start() {
        open = Sinks.empty();
    }

    @Override
    public void stop() {
        Sinks.Empty<Void> streams = open;
        open = null;
        if (streams != null) {
            streams.tryEmitEmpty();
        }
    }

    /** Ends the streams before anything else stops, which may take its time. */
    @EventListener
    void end(ContextClosedEvent closing) {
        if (closing.getApplicationContext().equals(context)) {
            stop();
        }
    }

    @Override
    public boolean isRunning() {
        return open != null;
    }

    /** Ends when the service stops. */
    public Mono<Void> stopping() {
        Sinks.Empty<Void> streams = open;
        return streams == null ? Mono.empty() : streams.asMono();
    }

    /**
     * Pause after which a listener may come again, for the last word of a stream that ends since
     * the service stops; each gets another, so that not all of them come at once. Empty while the
     * service runs.
     */
    public Mono<Duration> farewell() {
        return Mono.fromSupplier(() -> isRunning() ? null : nextPause());
    }

    private Duration nextPause() {
        return SHORTEST_PAUSE.plusMillis(
                sentAway.getAndIncrement() * PAUSE_STEP_MILLIS % PAUSES_MILLIS);
    }

    /** Item of the stream. */
    public sealed interface Item {
        /** A change. */
        record Changed(LiveEvent event) implements Item {}

        /**
         * The offset that was asked for is no longer kept: the listener must read everything anew.
         */
        record Lost(ChangeOffset now) implements Item {}
    }

    /**
     * Changes of the caller's tenant from a place on, without a gap; from now on where none is
     * given. Ends only when the service stops.
     */
    public Flux<Item> changesSince(Caller caller, @Nullable String lastEventId) {
        return Flux.<Item>create(
                        sink -> {
                            metrics.streamOpened();
                            var thread =
                                    Thread.ofVirtual()
                                            .name("follower")
                                            .unstarted(() -> follow(caller, lastEventId, sink));
                            sink.onDispose(() -> {
                                metrics.streamClosed();
                                thread.interrupt();
                            });
                            thread.start();
                        },
                        FluxSink.OverflowStrategy.BUFFER)
                .takeUntilOther(stopping());
    }

    private void follow(Caller caller, @Nullable String lastEventId, FluxSink<Item> sink) {
        try {
            numbers.forgetAll();
            ChangeOffset place = start(lastEventId, sink);
            long look = LOOK_MILLIS;
            while (!sink.isCancelled()) {
                long seen = feed.wakes();
                List<LiveEvent> events = read(place);
                for (LiveEvent event : events) {
                    if (sees(caller, event)) {
                        awaitDemand(sink);
                        sink.next(new Item.Changed(event));
                    }
                    place = event.position();
                }
                if (events.isEmpty()) {
                    boolean woken = feed.await(seen, look);
                    look = woken ? LOOK_SOON_MILLIS : Math.min(LOOK_MILLIS, 2 * look);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            sink.error(e);
        }
    }

    /**
     * The offset after which the next change will stand. Waits while the database is away; who
     * reads the tables after it and follows {@link #changesSince} from it misses nothing.
     */
    public Mono<ChangeOffset> currentOffset() {
        return Mono.fromCallable(this::end)
                .subscribeOn(Schedulers.boundedElastic())
                .takeUntilOther(stopping());
    }

    private boolean sees(Caller caller, LiveEvent event) throws InterruptedException {
        while (true) {
            try {
                return numbers.sees(caller, event.change().phoneNumberId());
            } catch (DataAccessException | CannotCreateTransactionException e) {
                awaitDatabase(e);
            }
        }
    }

    private ChangeOffset start(@Nullable String lastEventId, FluxSink<Item> sink)
            throws InterruptedException {
        Optional<ChangeOffset> asked =
                lastEventId == null ? Optional.empty() : ChangeOffset.parse(lastEventId);
        while (asked.isPresent()) {
            try {
                if (log.reachesBackTo(asked.get())) {
                    return asked.get();
                }
                break;
            } catch (DataAccessException | CannotCreateTransactionException e) {
                awaitDatabase(e);
            }
        }
        ChangeOffset end = end();
        if (lastEventId != null) {
            sink.next(new Item.Lost(end));
        }
        return end;
    }

    private ChangeOffset end() throws InterruptedException {
        while (true) {
            try {
                return log.end();
            } catch (DataAccessException | CannotCreateTransactionException e) {
                awaitDatabase(e);
            }
        }
    }

    private void awaitDatabase(RuntimeException away) throws InterruptedException {
        LOG.atWarn()
                .addKeyValue("error", away.getMessage())
                .log("The database does not answer: change streams wait");
        feed.await(feed.wakes(), TROUBLE_MILLIS);
    }

    private List<LiveEvent> read(ChangeOffset place) throws InterruptedException {
        Read known = memory.get(place);
        if (known != null) {
            return known.events();
        }
        try {
            List<LiveEvent> events = log.readAfter(place);
            numbers.forget(events);
            if (!events.isEmpty()) {
                memory.put(place, new Read(events));
                while (memory.size() > KEPT) {
                    memory.pollFirstEntry();
                }
            }
            return events;
        } catch (DataAccessException | CannotCreateTransactionException e) {
            awaitDatabase(e);
            return List.of();
        }
    }

    /** A slow listener holds up only itself. */
    private void awaitDemand(FluxSink<Item> sink) throws InterruptedException {
        while (sink.requestedFromDownstream() == 0 && !sink.isCancelled()) {
            feed.await(feed.wakes(), 20);
        }
    }
}
