package dev.coexistence.dispatch.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntentHorizonTest {
    private static final long MILLI = 1_000_000;

    private final IntentHorizon horizon = new IntentHorizon(100 * MILLI);

    @Test
    void isTheLeastWhileTheDiskIsFast() {
        seen(5, 50);

        assertThat(horizon.nanos()).isEqualTo(100 * MILLI);
    }

    @Test
    void growsToTwiceWhatASlowDiskTakes() {
        seen(300, 50);

        assertThat(horizon.nanos()).isBetween(590 * MILLI, 600 * MILLI);
    }

    @Test
    void staysBoundedHoweverSlowTheDiskIs() {
        seen(30_000, 50);

        assertThat(horizon.nanos()).isEqualTo(1_000 * MILLI);
    }

    @Test
    void shrinksAgainWhenTheDiskRecovers() {
        seen(300, 50);

        seen(5, 50);

        assertThat(horizon.nanos()).isEqualTo(100 * MILLI);
    }

    private void seen(long millis, int times) {
        for (int i = 0; i < times; i++) {
            horizon.durableAfter(millis * MILLI);
        }
    }
}
