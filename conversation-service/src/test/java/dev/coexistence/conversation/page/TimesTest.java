package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.page.Times.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class TimesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private final Times times = new Times(InstantSource.fixed(NOW));

    @Test
    void saysHowLongAgoInTheGreatestUnit() {
        assertThat(ago(Duration.ofSeconds(59))).isEqualTo(new Span("now", 0, 0));
        assertThat(ago(Duration.ofMinutes(59))).isEqualTo(new Span("minutes", 59, 0));
        assertThat(ago(Duration.ofHours(23))).isEqualTo(new Span("hours", 23, 0));
        assertThat(ago(Duration.ofDays(6))).isEqualTo(new Span("days", 6, 0));
        assertThat(ago(Duration.ofDays(13))).isEqualTo(new Span("weeks", 1, 0));
        assertThat(ago(Duration.ofDays(400))).isEqualTo(new Span("years", 1, 0));
        assertThat(ago(Duration.ofMinutes(-5))).isEqualTo(new Span("now", 0, 0));
    }

    @Test
    void saysWhatIsLeftMorePreciselyTheLessItIs() {
        assertThat(left(Duration.ofHours(50))).isEqualTo(new Span("days", 2, 0));
        assertThat(left(Duration.ofMinutes(23 * 60 + 12))).isEqualTo(new Span("hours", 23, 12));
        assertThat(left(Duration.ofMinutes(12))).isEqualTo(new Span("minutes", 12, 0));
        assertThat(left(Duration.ofSeconds(75))).isEqualTo(new Span("seconds", 1, 15));
        assertThat(left(Duration.ofSeconds(-1))).isEqualTo(new Span("now", 0, 0));
    }

    private Span ago(Duration passed) {
        return times.age(NOW.minus(passed));
    }

    private Span left(Duration left) {
        return times.left(NOW.plus(left));
    }
}
