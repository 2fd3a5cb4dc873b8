package dev.coexistence.conversation.page;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Times as the page shows them. */
@Component
public class PageFormat {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
    private final InstantSource time;
    private final ZoneId zone;

    PageFormat(InstantSource time, @Value("${page.zone:}") String zone) {
        this.time = time;
        this.zone = zone.isBlank() ? ZoneOffset.UTC : ZoneId.of(zone);
    }

    /** Time of day for today, else with the day. */
    public String shortly(@Nullable Instant at) {
        if (at == null) {
            return "";
        }
        var there = at.atZone(zone);
        boolean today = there.toLocalDate().equals(time.instant().atZone(zone).toLocalDate());
        return (today ? CLOCK : DAY).format(there);
    }
}
