package dev.coexistence.local.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-28T12:00:00Z"));
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void eachStepSaysHowFarItIs() {
        try (var progress = progress(new PrintStream(said, true, StandardCharsets.UTF_8))) {
            progress.started("kafka");
            now.updateAndGet(at -> at.plusSeconds(7));
            progress.started("postgres");
            progress.stopping();
            progress.stopped("connection");
            progress.stopped("kafka");
        }

        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Writing start-up caches, once after a build: kafka, dispatch",
                        "  1 of 3 started: kafka",
                        "  2 of 3 started: postgres (7 s)",
                        "  All have started; each writes its cache as it ends (7 s)",
                        "  1 of 2 caches written: kafka (7 s)");
    }

    @Test
    void aLongSilenceIsBroken() throws Exception {
        var broken = new CountDownLatch(1);
        var out =
                new PrintStream(said, true, StandardCharsets.UTF_8) {
                    @Override
                    public void println(String line) {
                        super.println(line);
                        if (line.contains("Still")) {
                            broken.countDown();
                        }
                    }
                };

        try (var progress = progress(out).remindEvery(Duration.ofMillis(1))) {
            progress.stopping();
            now.updateAndGet(at -> at.plusSeconds(20));
            broken.await();
        }

        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("Still writing: kafka, dispatch (20 s)");
    }

    private TrainingProgress progress(PrintStream out) {
        return new TrainingProgress(List.of("kafka", "dispatch"), 3, now::get, out);
    }
}
