package dev.coexistence.watching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Every alert tells a person what to do, and is known to fire. */
class AlertsTest {
    private static final Set<String> SEVERITIES = Set.of("critical", "warning", "info", "none");

    @Test
    void everyAlertHasASeverityASummaryAndARunbook() {
        for (var alert : alerts()) {
            String name = name(alert);
            var annotations = Compose.map(alert.get("annotations"));

            assertThat(SEVERITIES)
                    .as(name)
                    .contains(Compose.text(Compose.map(alert.get("labels")).get("severity")));
            assertThat(Compose.text(annotations.get("summary"))).as(name).isNotBlank();
            assertThat(Compose.text(annotations.get("runbook"))).as(name).hasSizeGreaterThan(80);
        }
    }

    @Test
    void everyAlertIsSeenFiringByATest() {
        String tests =
                String.join(
                        "\n",
                        Deploy.files(Deploy.PROMETHEUS.resolve("tests"), ".yaml").stream()
                                .map(Deploy::text)
                                .toList());
        for (var alert : alerts()) {
            assertThat(tests)
                    .contains("ALERTS{alertname=\"" + name(alert) + "\",alertstate=\"firing\"");
        }
    }

    /** With its series there, and not firing: before it fires, after, or in a test of its like. */
    @Test
    void everyAlertIsSeenQuietByATest() {
        for (var file : Deploy.files(Deploy.PROMETHEUS.resolve("tests"), ".yaml")) {
            Map<String, Object> root = new Yaml().load(Deploy.text(file));
            var tests = ((List<?>) root.getOrDefault("tests", List.of()));
            for (var alert : alerts()) {
                String firing = "ALERTS{alertname=\"" + name(alert) + "\",alertstate=\"firing\"";
                var series = new HashSet<String>();
                tests.stream()
                        .filter(test ->
                                evaluations(test).stream().anyMatch(one -> one.contains(firing)))
                        .forEach(test -> series.addAll(series(test)));
                if (!series.isEmpty()) {
                    assertThat(tests)
                            .as(name(alert))
                            .anyMatch(test ->
                                    !Collections.disjoint(series, series(test))
                                            && evaluations(test).stream()
                                                    .anyMatch(one -> !one.contains(firing)));
                }
            }
        }
    }

    private static Set<String> series(Object test) {
        var names = new HashSet<String>();
        for (Object input : (List<?>) Compose.map(test).getOrDefault("input_series", List.of())) {
            names.add(Compose.text(Compose.map(input).get("series")).replaceAll("\\{.*", ""));
        }
        return names;
    }

    /** What is expected of each evaluation of the alerts, in one text. */
    private static List<String> evaluations(Object test) {
        return ((List<?>) Compose.map(test).getOrDefault("promql_expr_test", List.of()))
                .stream()
                        .map(Compose::map)
                        .filter(one -> Compose.text(one.get("expr")).startsWith("ALERTS"))
                        .map(one -> String.valueOf(one.get("exp_samples")))
                        .toList();
    }

    @Test
    void alertsHaveNamesOfTheirOwnAndAreListedForPeople() {
        String readme = Deploy.text(Deploy.PROMETHEUS.resolve("README.md"));
        var names = alerts().stream().map(AlertsTest::name).toList();

        assertThat(names).hasSizeGreaterThan(25).doesNotHaveDuplicates();
        assertThat(names)
                .allSatisfy(name ->
                        assertThat(readme).contains(name.replaceAll("^PresumedInactiveIn", "")));
    }

    private static List<Map<String, Object>> alerts() {
        var alerts = new ArrayList<Map<String, Object>>();
        for (var file : Deploy.rules()) {
            Map<String, Object> root = new Yaml().load(Deploy.text(file));
            for (Object group : (List<?>) root.getOrDefault("groups", List.of())) {
                for (Object rule : (List<?>) Compose.map(group).getOrDefault("rules", List.of())) {
                    var settings = Compose.map(rule);
                    if (settings.containsKey("alert")) {
                        alerts.add(settings);
                    }
                }
            }
        }
        return alerts;
    }

    private static String name(Map<String, Object> alert) {
        return Compose.text(alert.get("alert"));
    }
}
