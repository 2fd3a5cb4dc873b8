package dev.coexistence.local.story;

import dev.coexistence.local.story.client.DemoIdentity;
import dev.coexistence.local.story.client.RunningSystem;
import dev.coexistence.local.story.client.StoryClients;
import dev.coexistence.schemas.Topics;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells the demo story and checks every step of it from outside, through the public interfaces
 * only. It takes fresh numbers each time, so it can be told again on kept data.
 */
public final class DemoStory {
    private static final InstantSource CLOCK = InstantSource.system();

    private final RunningSystem system;
    private final PrintStream out;

    public DemoStory(RunningSystem system, PrintStream out) {
        this.system = system;
        this.out = out;
    }

    /** Tells whether every check held. */
    public boolean tell() {
        Instant began = CLOCK.instant();
        var checks = new StoryChecks(out);
        try {
            tell(began, checks);
        } catch (RuntimeException e) {
            checks.fail("The story", e);
        }
        checks.total(Duration.between(began, CLOCK.instant()).toSeconds());
        return checks.allHeld();
    }

    private void tell(Instant began, StoryChecks checks) {
        StoryClients clients = StoryClients.of(system);
        try {
            var watching = new MonitoringChapter(clients, clients.log().end(Topics.DEAD_LETTERS));
            StoryCast cast = new ConnectingChapter(clients).tell(checks);
            for (StoryChapter chapter : chapters(clients, began, watching)) {
                checks.chapter(chapter.title());
                try {
                    chapter.tell(cast, checks);
                } catch (RuntimeException e) {
                    checks.fail(chapter.title(), e);
                }
            }
        } finally {
            clients.leave();
        }
    }

    private static List<StoryChapter> chapters(
            StoryClients clients, Instant began, MonitoringChapter watching) {
        var chapters = new ArrayList<StoryChapter>();
        chapters.add(new ConversationChapter(clients));
        DemoIdentity identity = clients.system().identity();
        if (identity != null) {
            chapters.add(new ClosedDoorsChapter(clients, identity));
        }
        chapters.add(new PacingChapter(clients));
        chapters.add(new RefusalChapter(clients));
        chapters.add(new HoldChapter(clients));
        chapters.add(new OutageChapter(clients));
        chapters.add(new InactivityChapter(clients));
        chapters.add(new ReplayChapter(clients, began));
        chapters.add(watching);
        return chapters;
    }
}
