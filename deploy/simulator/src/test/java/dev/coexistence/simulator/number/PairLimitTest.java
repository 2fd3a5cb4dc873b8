package dev.coexistence.simulator.number;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PairLimitTest {

    @Test
    void afterEachRefusalThePairWaitsFourTimesLonger() {
        PairLimit pairs = new PairLimit();
        for (int i = 0; i < 45; i++) {
            pairs.recordSend("ana", 0);
        }

        assertThat(pairs.admits("ana", 5_900)).isFalse();
        assertThat(pairs.admits("ana", 6_000)).as("1 s not over").isFalse();
        assertThat(pairs.admits("ana", 9_999)).as("4 s not over").isFalse();
        assertThat(pairs.admits("ana", 9_999 + 16_000)).isTrue();
    }
}
