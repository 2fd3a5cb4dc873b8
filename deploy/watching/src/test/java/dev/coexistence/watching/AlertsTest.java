package dev.coexistence.watching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Every alert tells a person what to do, and is known to fire. */
class AlertsTest {
    private static final Set<String> SEVERITIES = Set.of("critical", "warning", "info");

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
        for (var file : Deploy.files(Deploy.PROMETHEUS.resolve("rules"), ".yaml")) {
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
