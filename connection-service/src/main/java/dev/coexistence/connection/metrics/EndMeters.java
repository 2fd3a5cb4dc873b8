package dev.coexistence.connection.metrics;

import dev.coexistence.connection.record.TokenLives;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Meters of what ends at Meta, in seconds from now, negative once it has.
 *
 * <ul>
 *   <li>{@code whatsapp.connection.token.ends.in{phone_number_id}}: tokens with an end, soonest
 *       first, at most so many as the settings say.
 *   <li>{@code whatsapp.connection.tokens{end}}: tokens of all live connections, there from the
 *       start: live = {@code within_week} + {@code later} + {@code never} + {@code unknown}.
 *   <li>{@code whatsapp.connection.meta.version.ends.in{product,version}}: versions in use whose
 *       end is known.
 * </ul>
 */
@Component
public class EndMeters {
    private static final Duration WEEK = Duration.ofDays(7);

    private final MultiGauge tokens;
    private final MultiGauge tallies;
    private final MultiGauge versions;

    /** A version of Meta's in use. */
    public record VersionEnd(String product, String version, Instant endsAt) {}

    public EndMeters(MeterRegistry meters) {
        this.tokens = seconds(meters, "whatsapp.connection.token.ends.in");
        this.versions = seconds(meters, "whatsapp.connection.meta.version.ends.in");
        this.tallies =
                MultiGauge.builder("whatsapp.connection.tokens")
                        .description("Tokens of live connections by their end")
                        .register(meters);
        show(new TokenLives.Tally(0, 0, 0, 0));
    }

    private static MultiGauge seconds(MeterRegistry meters, String name) {
        return MultiGauge.builder(name)
                .baseUnit("seconds")
                .description("Time that is left; negative once it is over")
                .register(meters);
    }

    /** Shows how tokens stand now; called now and then. */
    public void showTokens(TokenLives lives, int limit, Instant now) {
        show(lives.count(now.plus(WEEK)));
        tokens.register(
                lives.findDated(limit).stream()
                        .<MultiGauge.Row<?>>map(token ->
                                MultiGauge.Row.of(
                                        Tags.of("phone_number_id", token.phoneNumberId()),
                                        Duration.between(now, token.endsAt()).toSeconds()))
                        .toList(),
                true);
    }

    public void showVersions(List<VersionEnd> ends, Instant now) {
        versions.register(
                ends.stream()
                        .<MultiGauge.Row<?>>map(end ->
                                MultiGauge.Row.of(
                                        Tags.of("product", end.product(), "version", end.version()),
                                        Duration.between(now, end.endsAt()).toSeconds()))
                        .toList(),
                true);
    }

    private void show(TokenLives.Tally tally) {
        tallies.register(
                List.of(
                        row("within_week", tally.withinWeek()),
                        row("later", tally.later()),
                        row("never", tally.never()),
                        row("unknown", tally.unknown())),
                true);
    }

    private static MultiGauge.Row<?> row(String end, long tokens) {
        return MultiGauge.Row.of(Tags.of("end", end), tokens);
    }
}
