package dev.coexistence.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InFlightLimiterTest {
    private static final long SOON = InFlightLimiter.PROMPT.toNanos() - 1;
    private static final long LATER = Duration.ofSeconds(2).toNanos();
    private static final int LARGE = 4 << 20;

    private final List<String> gaveWay = new ArrayList<>();

    @Test
    void declaredBytesReserveNothing() {
        var room = new InFlightLimiter(new InFlightLimiter.Bounds(1_000, LARGE, 0));

        for (int i = 0; i < 900; i++) {
            assertThat(room.enter(place("slow"), LARGE, 0)).isTrue();
        }

        assertThat(room.bytes()).isZero();
        var honest = place("honest");
        assertThat(room.enter(honest, 3_000, SOON) && room.hold(honest, 3_000, SOON)).isTrue();
        assertThat(gaveWay).isEmpty();
    }

    @Test
    void theOldestSlowRequestGivesItsPlaceToANewOne() {
        var room = new InFlightLimiter(new InFlightLimiter.Bounds(2, LARGE, 0));
        room.enter(place("first"), 100, 0);
        room.enter(place("second"), 100, 1);

        assertThat(room.enter(place("too early"), 100, SOON)).isFalse();
        assertThat(room.enter(place("third"), 100, LATER)).isTrue();

        assertThat(gaveWay).containsExactly("first");
        assertThat(room.requests()).isEqualTo(2);
    }

    @Test
    void bytesOfLongAgoAreNoExcuseForComingSlowlyNow() {
        var room = new InFlightLimiter(new InFlightLimiter.Bounds(10, LARGE, 0));
        var full = place("full");
        room.enter(full, LARGE, 0);
        room.hold(full, LARGE - 10, 0);
        room.hold(full, 1, LATER);

        var honest = place("honest");
        assertThat(room.enter(honest, 3_000, 2 * LATER)).isTrue();

        assertThat(gaveWay).containsExactly("full");
        assertThat(room.bytes()).isZero();
        assertThat(room.hold(full, 1, 2 * LATER)).isFalse();
    }

    @Test
    void whoSendsSteadilyKeepsItsPlace() {
        var room = new InFlightLimiter(new InFlightLimiter.Bounds(1, LARGE, 0));
        var steady = place("steady");
        room.enter(steady, LARGE, 0);
        long now = 0;
        for (int i = 0; i < 40; i++) {
            now += Duration.ofMillis(100).toNanos();
            assertThat(room.hold(steady, 10_000, now)).isTrue();
            assertThat(room.enter(place("other"), 10, now)).isFalse();
        }

        assertThat(room.finishReading(steady)).isTrue();
        assertThat(gaveWay).isEmpty();
    }

    @Test
    void whatIsReadGivesWayToNobody() {
        var room = new InFlightLimiter(new InFlightLimiter.Bounds(1, LARGE, 0));
        var read = place("read");
        room.enter(read, 10, 0);
        room.hold(read, 10, 0);
        room.finishReading(read);

        assertThat(room.enter(place("other"), 10, LATER)).isFalse();

        room.leave(read);
        assertThat(room.enter(place("other"), 10, LATER)).isTrue();
    }

    @Test
    void aClientBeyondItsBoundLosesItsOwnSlowestOnly() {
        var room = new InFlightLimiter(new InFlightLimiter.Bounds(10, LARGE, 2));
        room.enter(new InFlightLimiter.Place("b", () -> gaveWay.add("of another")), 10, 0);
        room.enter(place("first"), 10, 1);
        room.enter(place("second"), 10, 2);

        assertThat(room.enter(place("third"), 10, LATER)).isTrue();

        assertThat(gaveWay).containsExactly("first");
    }

    @Test
    void aPlaceIsGivenBackOnce() {
        var room = new InFlightLimiter(new InFlightLimiter.Bounds(1, LARGE, 1));
        var gone = place("gone");
        room.enter(gone, 10, 0);
        room.hold(gone, 10, 0);
        room.enter(place("next"), 10, LATER);

        room.leave(gone);
        room.leave(gone);

        assertThat(room.requests()).isEqualTo(1);
        assertThat(room.bytes()).isZero();
        assertThat(room.finishReading(gone)).isFalse();
    }

    private InFlightLimiter.Place place(String name) {
        return new InFlightLimiter.Place("a", () -> gaveWay.add(name));
    }
}
