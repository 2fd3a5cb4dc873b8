package dev.coexistence.conversation.page;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Times as the templates say them. The browser puts them into its own zone afterwards. */
@Component
public class Times {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter FULL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final InstantSource time;

    public Times(InstantSource time) {
        this.time = time;
    }

    /**
     * A span in its greatest unit, or two.
     *
     * @param unit now, seconds, minutes, hours, days, weeks, months or years
     * @param rest of the next smaller unit, where the words have a place for it
     */
    public record Span(String unit, long count, long rest) {}

    public Span age(Instant at) {
        Duration passed = Duration.between(at, time.instant());
        long days = passed.toDays();
        if (days >= 365) {
            return new Span("years", days / 365, 0);
        }
        if (days >= 30) {
            return new Span("months", days / 30, 0);
        }
        if (days >= 7) {
            return new Span("weeks", days / 7, 0);
        }
        if (days >= 1) {
            return new Span("days", days, 0);
        }
        if (passed.toHours() >= 1) {
            return new Span("hours", passed.toHours(), 0);
        }
        return passed.toMinutes() >= 1
                ? new Span("minutes", passed.toMinutes(), 0)
                : new Span("now", 0, 0);
    }

    /** Time left until then, never below zero. The script in the browser counts on by this rule. */
    public Span left(Instant until) {
        Duration left = Duration.between(time.instant(), until);
        if (left.toHours() >= 48) {
            return new Span("days", left.toDays(), 0);
        }
        if (left.toHours() >= 1) {
            return new Span("hours", left.toHours(), left.toMinutesPart());
        }
        if (left.toMinutes() >= 5) {
            return new Span("minutes", left.toMinutes(), 0);
        }
        return left.isPositive()
                ? new Span("seconds", left.toMinutes(), left.toSecondsPart())
                : new Span("now", 0, 0);
    }

    /** Whole days since then. */
    public long days(Instant at) {
        return Math.max(0, Duration.between(at, time.instant()).toDays());
    }

    public boolean isPast(Instant at) {
        return !at.isAfter(time.instant());
    }

    public String iso(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public String clock(Instant at) {
        return CLOCK.format(at);
    }

    public String full(Instant at) {
        return FULL.format(at);
    }
}
