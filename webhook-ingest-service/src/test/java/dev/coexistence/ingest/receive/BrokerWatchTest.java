package dev.coexistence.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class BrokerWatchTest {
    private final Deque<Boolean> answers = new ArrayDeque<>();
    private final BrokerWatch watch = new BrokerWatch(this::answer);

    @Test
    void isAwayUntilTheBrokerHasAnswered() {
        assertThat(watch.isAvailable()).isFalse();

        probe(true);

        assertThat(watch.isAvailable()).isTrue();
    }

    @Test
    void forgivesOneFailedProbe() {
        probe(true, false);
        assertThat(watch.isAvailable()).isTrue();

        probe(false);
        assertThat(watch.isAvailable()).isFalse();

        probe(true);
        assertThat(watch.isAvailable()).isTrue();
    }

    @Test
    void believesAFailedAppendAtOnce() {
        probe(true);

        watch.onAppendFailed(new TimeoutException("not acknowledged"));

        assertThat(watch.isAvailable()).isFalse();
        probe(true);
        assertThat(watch.isAvailable()).isTrue();
    }

    private void probe(Boolean... probes) {
        answers.addAll(List.of(probes));
        for (int i = 0; i < probes.length; i++) {
            watch.probe();
        }
    }

    private boolean answer() {
        if (answers.pop()) {
            return true;
        }
        throw new TimeoutException("no answer");
    }
}
