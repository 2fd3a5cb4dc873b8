package dev.coexistence.benchmarks.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FigureTest {
    @Test
    void isTheMedianOfItsRounds() {
        assertThat(Figure.median("x", "ratio", "", List.of(3.0, 1.0, 2.0)).value()).isEqualTo(2);
        assertThat(Figure.median("x", "ratio", "", List.of(4.0, 1.0, 2.0, 3.0)).value())
                .isEqualTo(2.5);
        assertThatThrownBy(() -> Figure.median("x", "ratio", "", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isOneJsonLine() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        FigureOutput output =
                new FigureOutput(
                        new PrintStream(bytes), new PrintStream(words), new MachineState());

        output.say("for the person who watches");
        output.figure(
                Figure.median("limiter.x", "ratio", "peer", List.of(1.23456789, 2.0, 0.001234567))
                        .noting("a note"));

        String text = bytes.toString(StandardCharsets.UTF_8);
        assertThat(text.lines()).hasSize(1);
        JsonNode line = new JsonMapper().readTree(text);
        assertThat(line.path("figure").asString()).isEqualTo("limiter.x");
        assertThat(line.path("value").asDouble()).isEqualTo(1.235);
        assertThat(line.path("runs").asInt()).isEqualTo(3);
        assertThat(line.at("/spread/0").asDouble()).isEqualTo(0.001235);
        assertThat(line.at("/spread/1").asDouble()).isEqualTo(2);
        assertThat(line.path("peer").asString()).isEqualTo("peer");
        assertThat(line.path("note").asString()).isEqualTo("a note");
        assertThat(line.path("machine").asString()).contains("cores", "Java");
        assertThat(words.toString(StandardCharsets.UTF_8)).contains("watches");
    }

    @Test
    void bigCountsKeepTheirDigits() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new FigureOutput(new PrintStream(bytes), System.err, new MachineState())
                .figure(Figure.count("c", 1_234_567, "count"));

        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("\"value\":1234567.0");
    }

    @Test
    void whatWasNotMeasuredIsNotPrinted() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FigureOutput output =
                new FigureOutput(new PrintStream(bytes), System.err, new MachineState());

        assertThatThrownBy(() -> output.figure(Figure.count("c", Double.NaN, "ms")))
                .hasMessageContaining("c was not measured");
        assertThatThrownBy(() ->
                        output.figure(
                                Figure.median("r", "ratio", "", List.of(1.0, 1.0 / 0.0, 1.0))))
                .hasMessageContaining("r was not measured");
        assertThat(bytes.size()).isZero();
    }
}
