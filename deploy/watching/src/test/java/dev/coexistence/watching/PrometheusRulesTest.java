package dev.coexistence.watching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Prometheus' own tool judges its configuration, the rules, their tests and every query. */
class PrometheusRulesTest {
    private Tool promtool = new Tool(Path.of("promtool"));

    @BeforeEach
    void find() {
        promtool = Tool.orSkip("promtool");
    }

    @Test
    void configurationAndRulesAreValid() {
        var ended = promtool.run(Deploy.PROMETHEUS, List.of("check", "config", "prometheus.yaml"));

        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    /** Of this machine, and of a newer release where the setting {@code promtool.newer} has one. */
    static List<Tool> promtools() {
        var tools = new ArrayList<Tool>();
        Tool.find("promtool").ifPresent(tools::add);
        String newer = System.getProperty("promtool.newer", "");
        if (!newer.isEmpty()) {
            tools.add(new Tool(Path.of(newer)));
        }
        return tools;
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("promtools")
    void rulesDoWhatTheirTestsSay(Tool tool) {
        var tests = Deploy.files(Deploy.PROMETHEUS.resolve("tests"), ".yaml");

        var ended =
                tool.run(
                        Deploy.PROMETHEUS,
                        Stream.concat(
                                        Stream.of("test", "rules"),
                                        tests.stream().map(Path::toString))
                                .toList());

        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    @Test
    void everyQueryOfEveryDashboardIsPromQl(@TempDir Path folder) throws IOException {
        var rules = new ArrayList<Object>();
        for (var query : Queries.ofDashboards()) {
            rules.add(Map.of("record", "query_" + rules.size(), "expr", query.forEverything()));
        }
        Path file = folder.resolve("queries.yaml");
        Files.writeString(
                file,
                new Yaml()
                        .dump(
                                Map.of(
                                        "groups",
                                        List.of(Map.of("name", "queries", "rules", rules)))));

        var ended = promtool.run(folder, List.of("check", "rules", file.toString()));

        assertThat(rules).hasSizeGreaterThan(50);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }
}
