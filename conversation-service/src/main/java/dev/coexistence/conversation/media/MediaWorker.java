package dev.coexistence.conversation.media;

import dev.coexistence.conversation.ConversationMetrics;
import dev.coexistence.conversation.ConversationMetrics.Fetch;
import dev.coexistence.conversation.live.Change;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.live.Room;
import dev.coexistence.conversation.live.Rounds;
import dev.coexistence.conversation.media.FetchOutcome.Fetched;
import dev.coexistence.conversation.media.FetchOutcome.Lost;
import dev.coexistence.conversation.media.FetchOutcome.TryLater;
import dev.coexistence.conversation.media.MediaQueue.Due;
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
    private final Terms terms;
    private final Rounds rounds;
    private final Room room;

    /** Settings, clock and meters. */
    @Component
    record Terms(MediaSettings settings, InstantSource time, ConversationMetrics metrics) {}

    MediaWorker(MediaQueue queue, MetaMedia meta, MediaStore store, ChangeFeed feed, Terms terms) {
        this.queue = queue;
        this.meta = meta;
        this.store = store;
        this.feed = feed;
        this.terms = terms;
        this.rounds = new Rounds("media", feed, LOOK_MILLIS);
        this.room = new Room(terms.settings().workers());
    }

    @Override
    public void start() {
        if (terms.settings().enabled()) {
            rounds.start(() -> rounds.begin(room, queue::claim, this::fetch));
        }
    }

    @Override
    public void stop() {
        rounds.stop();
    }

    @Override
    public boolean isRunning() {
        return rounds.isRunning();
    }

    private void fetch(Due due) {
        Optional<String> token = queue.token(due.phoneNumberId());
        FetchOutcome outcome =
                token.isEmpty() ? new TryLater("NO_TOKEN") : meta.fetch(due.mediaId(), token.get());
        terms.metrics()
                .fetched(
                        switch (outcome) {
                            case Fetched fetched -> kept(due, fetched);
                            case Lost(String problem) -> lost(due, problem);
                            case TryLater(String problem) -> later(due, problem);
                        });
    }

    private Fetch kept(Due due, Fetched fetched) {
        try {
            store.keep(due.message(), fetched.file());
            queue.stored(due.message(), fetched.mimeType(), fetched.size());
            feed.publish(
                    new Change(Change.Kind.MEDIA_STORED, due.phoneNumberId(), 0, due.message()),
                    terms.time().instant());
            return Fetch.STORED;
        } catch (IOException e) {
            LOG.atError()
                    .addKeyValue("message", due.message())
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("A piece of media came, but the store does not keep it");
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

    private Fetch later(Due due, String problem) {
        if (due.firstAt().plus(terms.settings().giveUpAfter()).isBefore(terms.time().instant())) {
            return lost(due, problem);
        }
        LOG.atWarn()
                .addKeyValue("message", due.message())
                .addKeyValue("problem", problem)
                .addKeyValue("attempt", due.attempt())
                .log("A piece of media did not come; it is tried again");
        queue.again(due.message(), problem, PAUSES.get(Math.min(due.attempt(), PAUSES.size()) - 1));
        return Fetch.RETRIED;
    }

    private Fetch lost(Due due, String problem) {
        LOG.atWarn()
                .addKeyValue("message", due.message())
                .addKeyValue("problem", problem)
                .addKeyValue("attempt", due.attempt())
                .log("A piece of media will not come");
        queue.lost(due.message(), problem);
        return Fetch.LOST;
    }
}
