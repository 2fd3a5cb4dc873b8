package dev.coexistence.benchmarks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerLimiterTest {

    @Test
    void aPeerIsFreshAfterARestart() {
        assertThat(PeerLimiter.worst(PeerLimiter.Kind.RESILIENCE4J, 20)).isGreaterThan(20);
    }
}
