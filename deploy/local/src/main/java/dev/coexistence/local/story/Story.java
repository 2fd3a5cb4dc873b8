package dev.coexistence.local.story;

import dev.coexistence.schemas.Topics;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Tells the demo story and checks every step of it from outside, through the public interfaces
 * only. It takes fresh numbers each time, so it can be told again on kept data.
 */
public final class Story {
    private static final InstantSource CLOCK = InstantSource.system();

    private final World world;
    private final PrintStream out;

    public Story(World world, PrintStream out) {
        this.world = world;
        this.out = out;
    }

    /** Whether every check held. */
    public boolean tell() {
        Instant began = CLOCK.instant();
        var checks = new Checks(out);
        Stage stage = Stage.of(world);
        try {
            tell(stage, began, checks);
        } finally {
            stage.leave();
        }
        checks.total(Duration.between(began, CLOCK.instant()).toSeconds());
        return checks.allHeld();
    }

    private static void tell(Stage stage, Instant began, Checks checks) {
        Cast cast;
        Watching watching;
        try {
            watching = new Watching(stage, stage.log().end(Topics.DEAD_LETTERS));
            cast = new Connecting(stage).tell(checks);
        } catch (RuntimeException e) {
            checks.broken("The story", e);
            return;
        }
        List<Chapter> chapters =
                List.of(
                        new Conversing(stage),
                        new Pacing(stage),
                        new Refusing(stage),
                        new Holding(stage),
                        new Outage(stage),
                        new FourteenDays(stage),
                        new Replaying(stage, began),
                        watching);
        for (Chapter chapter : chapters) {
            checks.chapter(chapter.title());
            try {
                chapter.tell(cast, checks);
            } catch (RuntimeException e) {
                checks.broken(chapter.title(), e);
            }
        }
    }
}
