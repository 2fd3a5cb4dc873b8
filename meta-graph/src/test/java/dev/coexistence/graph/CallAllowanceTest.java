package dev.coexistence.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CallAllowanceTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final CallAllowance allowance = new CallAllowance(4, now::get);

    @Test
    void allowsOnlySoManyCallsPerAccountInAnyHour() {
        assertThat(allowance.take("waba-1", 2)).isTrue();
        now.set(Instant.EPOCH.plus(Duration.ofMinutes(30)));
        assertThat(allowance.take("waba-1", 2)).isTrue();
        assertThat(allowance.take("waba-1", 1)).isFalse();
        assertThat(allowance.take("waba-2", 4)).isTrue();

        now.set(Instant.EPOCH.plus(Duration.ofMinutes(60)));

        assertThat(allowance.take("waba-1", 3)).isFalse();
        assertThat(allowance.take("waba-1", 2)).isTrue();
    }
}
