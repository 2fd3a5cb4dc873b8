package dev.coexistence.watching;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus scrapes the real system while it tells its story; then every query of every
 * dashboard must give a number, every rule must run, and every series a rule asks for must exist.
 * One test, because the story is told once. It takes the whole machine for some minutes, so it runs
 * only where it is asked for: {@code -Dtest.args=-Dcoexistence.watched=true}.
 */
@EnabledIfSystemProperty(
        named = "coexistence.watched",
        matches = "true",
        disabledReason = "asked for by -Dtest.args=-Dcoexistence.watched=true")
class WatchedStoryIT {
    private static final Pattern CHOICES = Pattern.compile("label_values\\((.+), ([a-z_]+)\\)");

    /** Series that rules ask for and that do not exist while all is well, and why. */
    private static final Map<String, String> ABSENT_WHILE_WELL =
            Map.of(
                    "whatsapp_dead_letters_total", "nothing is parked",
                    "whatsapp_dispatch_held", "no number is held",
                    "whatsapp_dispatch_held{reason=\"meta_190\"}", "no token is refused",
                    "whatsapp_dispatch_held{reason!=\"meta_190\"}", "no number is held",
                    "whatsapp_dispatch_throttled_total{code=\"130429\"}", "Meta refuses nothing",
                    "whatsapp_connections{state=~\"suspended|disconnecting\"}", "all are connected",
                    "whatsapp_connections{state=\"failed\"}", "no onboarding fails",
                    "whatsapp_connection_failed_checks_total", "every check passes",
                    "ingest:webhooks:usual", "there was no yesterday");

    @Test
    void everythingThatIsWatchedIsThere(@TempDir Path folder) {
        Tool program = Tool.orSkip("prometheus");
        Instant began = InstantSource.system().instant();
        try (var run = new LocalRun(folder.resolve("run"));
                var prometheus =
                        Prometheus.start(program, folder.resolve("prometheus"), run.services())) {
            run.awaitStory();
            awaitRules(prometheus);

            var troubles = new ArrayList<>(run.failedChecks());
            troubles.addAll(servicesNotAnswering(prometheus));
            troubles.addAll(emptyPanels(prometheus, began));
            troubles.addAll(choicesWithoutValues(prometheus));
            troubles.addAll(rulesThatFail(prometheus));
            troubles.addAll(seriesThatDoNotExist(prometheus));

            assertThat(troubles).as(run.lastLines()).isEmpty();
        }
    }

    /** Until each rule was evaluated after the story's end. */
    private static void awaitRules(Prometheus prometheus) {
        Awaitility.await("rules")
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ofSeconds(3))
                .until(() ->
                        prometheus.rules().stream()
                                .noneMatch(rule ->
                                        rule.path("health").asString("").equals("unknown")));
    }

    private static List<String> servicesNotAnswering(Prometheus prometheus) {
        var up = prometheus.ask("up{job=\"whatsapp\"}").values();
        return up.equals(List.of(1.0, 1.0, 1.0, 1.0)) ? List.of() : List.of("up: " + up);
    }

    private static List<String> emptyPanels(Prometheus prometheus, Instant began) {
        Map<String, String> excused =
                Dashboard.all().stream()
                        .flatMap(dashboard -> dashboard.queries().stream())
                        .collect(
                                Collectors.toMap(
                                        Query::promQl, Query::emptyBecause, (one, _) -> one));
        var troubles = new ArrayList<String>();
        for (var query : Queries.ofDashboards()) {
            var answer = prometheus.ask(query.forEverything(), began);
            if (!answer.error().isEmpty()) {
                troubles.add(query.where() + ": " + answer.error());
            } else if (answer.values().stream().noneMatch(Double::isFinite)
                    && excused.getOrDefault(query.promQl(), "").isEmpty()) {
                troubles.add(query.where() + ": nothing of " + query.forEverything());
            }
        }
        return troubles;
    }

    private static List<String> choicesWithoutValues(Prometheus prometheus) {
        var troubles = new ArrayList<String>();
        for (var file : Deploy.files(Deploy.DASHBOARDS, ".json")) {
            JsonNode dashboard = JsonMapper.shared().readTree(Deploy.text(file));
            for (JsonNode variable : dashboard.path("templating").path("list")) {
                var choices = CHOICES.matcher(variable.path("query").asString(""));
                if (!choices.matches()) {
                    troubles.add(file.getFileName() + ": not understood: " + variable);
                    continue;
                }
                String query =
                        "count by (%s) (last_over_time(%s[15m]))"
                                .formatted(choices.group(2), choices.group(1))
                                .replace("$mode", ".+");
                if (prometheus.ask(query).values().isEmpty()) {
                    troubles.add(file.getFileName() + ": no choice by " + query);
                }
            }
        }
        return troubles;
    }

    private static List<String> rulesThatFail(Prometheus prometheus) {
        var troubles = new ArrayList<String>();
        for (JsonNode rule : prometheus.rules()) {
            String name = rule.path("name").asString("");
            if (!rule.path("health").asString("").equals("ok")) {
                troubles.add(name + ": " + rule.path("lastError").asString(""));
            }
            if (rule.path("state").asString("").equals("firing") && name.equals("BudgetExceeded")) {
                troubles.add(name + " fires: " + rule.path("alerts"));
            }
        }
        return troubles;
    }

    private static List<String> seriesThatDoNotExist(Prometheus prometheus) {
        var asked =
                prometheus.rules().stream().map(rule -> rule.path("query").asString("")).toList();
        return Selectors.of(asked).stream()
                .filter(selector -> !ABSENT_WHILE_WELL.containsKey(selector))
                .filter(selector ->
                        prometheus.ask("last_over_time(" + selector + "[15m])").values().isEmpty())
                .map(selector -> "a rule asks for what is not there: " + selector)
                .toList();
    }
}
