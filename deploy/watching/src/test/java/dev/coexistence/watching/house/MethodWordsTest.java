package dev.coexistence.watching.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MethodWordsTest {

    @ParameterizedTest
    @ValueSource(strings = {"taken", "settled", "mine", "of", "with", "standing", "toldOf"})
    void participlesPrepositionsAndPronounsAloneAreUnclear(String name) {
        assertThat(isUnclear(method(name, "long", 1, false), "Queue")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"take", "proceed", "mapping", "takenCount", "endedAt", "size", "need"})
    void verbsNounsAndTimesAreClear(String name) {
        assertThat(isUnclear(method(name, "long", 1, false), "Queue")).isFalse();
    }

    @Test
    void theSameWordIsClearWhereItsPlaceSaysTheRest() {
        assertThat(isUnclear(method("of", "Queue", 1, false), "Queue")).isFalse();
        assertThat(isUnclear(method("ended", "boolean", 0, false), "Queue")).isFalse();
        assertThat(isUnclear(method("taken", "long", 0, true), "Queue")).isFalse();
        assertThat(isUnclear(method("refused", "void", 1, false), "QueueMetrics")).isFalse();
        assertThat(isUnclear(method("kept", "long", 0, false), "Queue")).isFalse();
    }

    private static SourceType.Method method(
            String name, String returns, int parameters, boolean override) {
        return new SourceType.Method(name, returns, parameters, false, override);
    }

    private static boolean isUnclear(SourceType.Method method, String type) {
        return MethodWords.isUnclear(
                method,
                new SourceType(
                        "m",
                        "p",
                        type,
                        SourceType.Kind.CLASS,
                        false,
                        "",
                        List.of(),
                        Set.of("kept"),
                        List.of(method),
                        1));
    }
}
