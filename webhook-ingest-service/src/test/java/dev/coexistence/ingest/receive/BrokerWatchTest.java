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
        assertThat(watch.available()).isFalse();

        look(true);

        assertThat(watch.available()).isTrue();
    }

    @Test
    void forgivesOneFailedProbe() {
        look(true, false);
        assertThat(watch.available()).isTrue();

        look(false);
        assertThat(watch.available()).isFalse();

        look(true);
        assertThat(watch.available()).isTrue();
    }

    @Test
    void believesAFailedAppendAtOnce() {
        look(true);

        watch.appendFailed(new TimeoutException("not acknowledged"));

        assertThat(watch.available()).isFalse();
        look(true);
        assertThat(watch.available()).isTrue();
    }

    private void look(Boolean... probes) {
        answers.addAll(List.of(probes));
        for (int i = 0; i < probes.length; i++) {
            watch.look();
        }
    }

    private boolean answer() {
        if (answers.pop()) {
            return true;
        }
        throw new TimeoutException("no answer");
    }
}
