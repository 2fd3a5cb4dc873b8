package dev.coexistence.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StoryChecksTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final StoryChecks checks =
            new StoryChecks(new PrintStream(written, true, StandardCharsets.UTF_8));

    @Test
    void everyCheckIsALineAndTheTotalComesLast() {
        checks.equal("It answers", 200, 200);
        checks.equal("It refuses", 401, 200);
        checks.total(3);

        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .contains(
                        "ok    It answers",
                        "FAIL  It refuses: expected 401, saw 200",
                        "1 passed, 1 failed");
        assertThat(checks.allHeld()).isFalse();
    }

    @Test
    void aStoryWithoutAnyCheckDidNotHold() {
        assertThat(checks.allHeld()).isFalse();
    }
}
