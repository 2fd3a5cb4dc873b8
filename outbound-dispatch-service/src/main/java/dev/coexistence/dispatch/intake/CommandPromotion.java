package dev.coexistence.dispatch.intake;

import dev.coexistence.dispatch.ownership.Ownership;
import dev.coexistence.dispatch.queue.CommandStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * Moves commands into the queue whose own time has come, or whose template waits for nothing any
 * more. One thread.
 */
public final class CommandPromotion {
    private static final int AT_ONCE = 500;
    private static final Duration EVERY = Duration.ofMillis(50);

    private static final Duration RELEASE_EVERY = Duration.ofSeconds(1);

    /** One in so many parts of the time is spent on looking. */
    private static final int RELEASE_SHARE = 20;

    private final CommandStore store;
    private final Ownership ownership;
    private final CommandAnnouncer announcer;
    private final InstantSource time;
    private Instant promoteAgain = Instant.MIN;
    private Instant releaseAgain = Instant.MIN;

    public CommandPromotion(
            CommandStore store,
            Ownership ownership,
            CommandAnnouncer announcer,
            InstantSource time) {
        this.store = store;
        this.ownership = ownership;
        this.announcer = announcer;
        this.time = time;
    }

    /** Moves what is due, now and then. */
    void promote() {
        Map<Integer, Long> epochs = ownership.snapshot();
        Instant now = time.instant();
        if (epochs.isEmpty()) {
            return;
        }
        release(epochs, now);
        if (now.isBefore(promoteAgain)) {
            return;
        }
        var due = store.promote(epochs, AT_ONCE);
        promoteAgain = due.size() < AT_ONCE ? now.plus(EVERY) : now;
        announcer.arrived(due);
    }

    /** Puts back what need not wait for its template any more; looks seldom where that is much. */
    private void release(Map<Integer, Long> epochs, Instant now) {
        if (now.isBefore(releaseAgain)) {
            return;
        }
        var released = store.release(epochs, AT_ONCE);
        Duration took = Duration.between(now, time.instant()).multipliedBy(RELEASE_SHARE);
        releaseAgain =
                released.size() == AT_ONCE
                        ? now
                        : now.plus(took.compareTo(RELEASE_EVERY) > 0 ? took : RELEASE_EVERY);
        announcer.arrived(released);
    }
}
