package dev.coexistence.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.benchmarks.figure.Benchmark;
import dev.coexistence.benchmarks.figure.BenchmarkOptions;
import dev.coexistence.benchmarks.figure.Figure;
import dev.coexistence.benchmarks.figure.FigureOutput;
import dev.coexistence.benchmarks.figure.MachineState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchmarksTest {
    private final ByteArrayOutputStream figures = new ByteArrayOutputStream();
    private final ByteArrayOutputStream words = new ByteArrayOutputStream();
    private final FigureOutput output =
            new FigureOutput(new PrintStream(figures), new PrintStream(words), new MachineState());

    /** Prints one figure, and fails before the second where its value is not 1. */
    private record Told(String name) implements Benchmark {
        @Override
        public String description() {
            return "what a test tells it";
        }

        @Override
        public List<Option> options() {
            return List.of(new Option("value", 1, "of the figure"));
        }

        @Override
        public void run(FigureOutput output, BenchmarkOptions options) throws IOException {
            int value = options.number("value");
            output.figure(Figure.count(name + ".first", value, "count"));
            if (value != 1) {
                throw new IOException("an arm has broken");
            }
            output.figure(Figure.count(name + ".second", value, "count"));
        }
    }

    private final Benchmarks benchmarks = new Benchmarks(List.of(new Told("a"), new Told("b")));

    @Test
    void everyFigureIsAJsonLineWithAllItsParts() {
        assertThat(benchmarks.run(output, "a", "b")).isZero();

        List<JsonNode> lines = lines();
        assertThat(lines)
                .extracting(line -> line.path("figure").asString())
                .containsExactly("a.first", "a.second", "b.first", "b.second");
        assertThat(lines)
                .allSatisfy(line -> {
                    assertThat(line.path("value").isNumber()).isTrue();
                    assertThat(line.path("unit").isString()).isTrue();
                    assertThat(line.path("peer").isString()).isTrue();
                    assertThat(line.path("runs").asInt()).isEqualTo(1);
                    assertThat(line.path("spread")).hasSize(2);
                    assertThat(line.path("machine").asString()).contains("cores");
                });
    }

    @Test
    void aBrokenArmFailsTheRunAndTheNextBenchmarkStillRuns() {
        assertThat(benchmarks.run(output, "a", "b", "--value", "2")).isEqualTo(1);

        assertThat(lines())
                .extracting(line -> line.path("figure").asString())
                .containsExactly("a.first", "b.first");
        assertThat(words.toString(StandardCharsets.UTF_8)).contains("a: FAILED", "arm has broken");
    }

    @Test
    void anUnknownNameOrOptionRunsNothing() {
        assertThat(benchmarks.run(output, "a", "c")).isEqualTo(2);
        assertThat(benchmarks.run(output, "a", "--rounds", "2")).isEqualTo(2);
        assertThat(benchmarks.run(output, "a", "--value")).isEqualTo(2);
        assertThat(benchmarks.run(output, "a", "--value", "x")).isEqualTo(2);

        assertThat(lines()).isEmpty();
        assertThat(words.toString(StandardCharsets.UTF_8))
                .contains(
                        "no benchmark c",
                        "Unknown option: '--rounds'",
                        "Missing required parameter for option '--value'",
                        "Invalid value for option '--value': 'x' is not an int");
    }

    @Test
    void helpNamesEveryBenchmarkAndRunsNothing() {
        assertThat(benchmarks.run(output, "a", "--help")).isZero();

        assertThat(lines()).isEmpty();
        assertThat(words.toString(StandardCharsets.UTF_8))
                .contains("a ", "b ", "--value 1 (of the figure)");
    }

    @Test
    void optionsHaveWhatTheBenchmarkTakesWhereTheCommandLineIsSilent() {
        BenchmarkOptions options =
                BenchmarkOptions.parse(List.of(new Told("a")), "a").completeFor(new Told("a"));

        assertThat(options.number("value")).isEqualTo(1);
        assertThatThrownBy(() -> options.number("rounds")).hasMessageContaining("--rounds");
    }

    @Test
    void theReadmeNamesEveryBenchmarkAndItsOptions() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(Benchmarks.known().all()).extracting(Benchmark::name).doesNotHaveDuplicates();
        assertThat(Benchmarks.known().all())
                .allSatisfy(benchmark -> {
                    assertThat(readme).contains("| `" + benchmark.name() + "` |");
                    String row =
                            readme.lines()
                                    .filter(line ->
                                            line.startsWith("| `" + benchmark.name() + "` |"))
                                    .findFirst()
                                    .orElseThrow();
                    assertThat(benchmark.options())
                            .allSatisfy(option ->
                                    assertThat(row)
                                            .contains(
                                                    "`--%s` %d"
                                                            .formatted(
                                                                    option.name(),
                                                                    option.otherwise())));
                });
    }

    private List<JsonNode> lines() {
        JsonMapper json = new JsonMapper();
        return figures.toString(StandardCharsets.UTF_8).lines().map(json::readTree).toList();
    }
}
