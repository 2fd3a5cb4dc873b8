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
     * How long ago, in its greatest unit.
     *
     * @param unit now, minutes, hours, days, weeks, months or years
     */
    public record Age(String unit, long count) {}

    public Age age(Instant at) {
        return age(Duration.between(at, time.instant()));
    }

    /** Time left until then, never below zero. */
    public Age left(Instant until) {
        return age(Duration.between(time.instant(), until));
    }

    public boolean isPast(Instant at) {
        return !at.isAfter(time.instant());
    }

    private static Age age(Duration passed) {
        long minutes = passed.toMinutes();
        if (minutes < 1) {
            return new Age("now", 0);
        }
        if (minutes < 60) {
            return new Age("minutes", minutes);
        }
        long hours = passed.toHours();
        if (hours < 24) {
            return new Age("hours", hours);
        }
        long days = passed.toDays();
        if (days < 7) {
            return new Age("days", days);
        }
        if (days < 30) {
            return new Age("weeks", days / 7);
        }
        return days < 365 ? new Age("months", days / 30) : new Age("years", days / 365);
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
