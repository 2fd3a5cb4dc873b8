package dev.coexistence.ingest.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");

    @Test
    void tellsCommandsPlacesOptionsAndFlags() {
        var arguments = Arguments.of(new String[] {"dead-letters", "show", "3", "--body", "17"});

        assertThat(arguments.command()).isEqualTo("dead-letters show");
        assertThat(arguments.place()).isEqualTo(new Arguments.Place(3, 17));
        assertThat(arguments.has("body")).isTrue();
    }

    @Test
    void readsASpanOfTimeThatEndsNowUnlessSaid() {
        var open = replay("--from", "2026-11-22T17:00:00Z");
        var closed =
                replay("--from=2026-11-22T17:00:00Z", "--to=2026-11-22T17:30:00Z", "--dry-run");

        assertThat(open.span())
                .isEqualTo(new Span.OfTime(Instant.parse("2026-11-22T17:00:00Z"), NOW));
        assertThat(closed.dryRun()).isTrue();
        assertThat(((Span.OfTime) closed.span()).to())
                .isEqualTo(Instant.parse("2026-11-22T17:30:00Z"));
    }

    @Test
    void readsASpanOfOffsetsWithFilters() {
        var order =
                replay(
                        "--partition",
                        "2",
                        "--from-offset",
                        "5",
                        "--to-offset",
                        "9",
                        "--number",
                        "9000",
                        "--field",
                        "history");

        assertThat(order.span()).isEqualTo(new Span.OfOffsets(2, 5, 9));
        assertThat(order.selection().number()).isEqualTo("9000");
        assertThat(order.selection().field()).isEqualTo("history");
    }

    @Test
    void saysWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> replay("--from", "yesterday"))
                .hasMessageContaining("--from must be a time");
        assertThatThrownBy(() ->
                        replay("--from", "2026-11-22T18:00:00Z", "--to", "2026-11-22T17:00:00Z"))
                .hasMessageContaining("from must be before to");
        assertThatThrownBy(() -> replay("--from")).hasMessageContaining("needs a value");
        assertThatThrownBy(() -> Arguments.of(new String[] {"show", "1"}).place())
                .hasMessageContaining("PARTITION and OFFSET");
        assertThatThrownBy(() -> Arguments.of(new String[] {"show", "1", "-2"}).place())
                .hasMessageContaining("must not be negative");
    }

    private static Replay.Order replay(String... words) {
        var all = new String[words.length + 1];
        all[0] = "replay";
        System.arraycopy(words, 0, all, 1, words.length);
        return Arguments.of(all).replay(NOW);
    }
}
