package dev.coexistence.conversation.media;

import dev.coexistence.conversation.ConversationMetrics;
import dev.coexistence.conversation.ConversationMetrics.Fetch;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.live.ChangeNotice;
import dev.coexistence.conversation.live.Permits;
import dev.coexistence.conversation.live.PollingWorker;
import dev.coexistence.conversation.media.FetchOutcome.Fetched;
import dev.coexistence.conversation.media.FetchOutcome.Lost;
import dev.coexistence.conversation.media.FetchOutcome.TryLater;
import dev.coexistence.conversation.media.MediaQueue.Due;
import dev.coexistence.graph.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

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
    private final MediaSettings settings;
    private final InstantSource time;
    private final ConversationMetrics metrics;
    private final PollingWorker worker;
    private final Permits permits;

    MediaWorker(
            MediaQueue queue,
            MetaMedia meta,
            MediaStore store,
            ChangeFeed feed,
            MediaSettings settings,
            InstantSource time,
            ConversationMetrics metrics) {
        this.queue = queue;
        this.meta = meta;
        this.store = store;
        this.feed = feed;
        this.settings = settings;
        this.time = time;
        this.metrics = metrics;
        this.worker = new PollingWorker("media", feed, LOOK_MILLIS);
        this.permits = new Permits(settings.workers());
    }

    @Override
    public void start() {
        if (settings.enabled()) {
            worker.start(() -> worker.startTasks(permits, queue::claim, this::fetch));
        }
    }

    @Override
    public void stop() {
        worker.stop();
    }

    @Override
    public boolean isRunning() {
        return worker.isRunning();
    }

    private void fetch(Due due) {
        Optional<Secret> token = queue.token(due.phoneNumberId());
        FetchOutcome outcome =
                token.isEmpty() ? new TryLater("NO_TOKEN") : meta.fetch(due.mediaId(), token.get());
        metrics.countFetch(
                switch (outcome) {
                    case Fetched fetched -> kept(due, fetched);
                    case Lost(String problem) -> lost(due, problem);
                    case TryLater(String problem) -> later(due, problem);
                });
    }

    private Fetch kept(Due due, Fetched fetched) {
        try {
            store.keep(due.message(), fetched.file());
            queue.markStored(due.message(), fetched.mimeType(), fetched.size());
            feed.publish(
                    new ChangeNotice(
                            ChangeNotice.Kind.MEDIA_STORED, due.phoneNumberId(), 0, due.message()),
                    time.instant());
            return Fetch.STORED;
        } catch (IOException e) {
            LOG.atError()
                    .addKeyValue("message", due.message())
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("The media store refused a fetched file; the fetch will be retried");
            return later(due, "STORE_FAILED");
        } finally {
            try {
                Files.deleteIfExists(fetched.file());
            } catch (IOException e) {
                LOG.atWarn()
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("A temporary media file could not be removed");
            }
        }
    }

    private Fetch later(Due due, String problem) {
        if (due.firstAt().plus(settings.giveUpAfter()).isBefore(time.instant())) {
            return lost(due, problem);
        }
        LOG.atWarn()
                .addKeyValue("message", due.message())
                .addKeyValue("problem", problem)
                .addKeyValue("attempt", due.attempt())
                .log("A media fetch failed and will be retried");
        queue.again(due.message(), problem, PAUSES.get(Math.min(due.attempt(), PAUSES.size()) - 1));
        return Fetch.RETRIED;
    }

    private Fetch lost(Due due, String problem) {
        LOG.atWarn()
                .addKeyValue("message", due.message())
                .addKeyValue("problem", problem)
                .addKeyValue("attempt", due.attempt())
                .log("A media fetch failed for good");
        queue.lost(due.message(), problem);
        return Fetch.LOST;
    }
}
