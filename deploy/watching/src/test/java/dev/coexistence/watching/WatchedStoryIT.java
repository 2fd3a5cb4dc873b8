package dev.coexistence.watching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.page.SystemChapter;
import dev.coexistence.local.story.client.DemoIdentity;
import dev.coexistence.local.story.client.PersonSession;
import java.net.HttpCookie;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole system, started once, tells its story while a real Prometheus scrapes it. Then every
 * query of every dashboard must give a number, every rule must run, every series a rule asks for
 * must exist, and one trace must lead from a command to the webhooks out.
 */
@TestMethodOrder(OrderAnnotation.class)
class WatchedStoryIT {
    private static final Pattern CHOICES = Pattern.compile("label_values\\((.+), ([a-z_]+)\\)");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SERIES_PATIENCE = Duration.ofSeconds(75);

    /** Series that rules ask for and that do not exist while all is well, and why. */
    private static final Map<String, String> ABSENT_WHILE_WELL =
            Map.ofEntries(
                    Map.entry("whatsapp_dead_letters_total", "nothing is parked"),
                    Map.entry("whatsapp_dispatch_held", "no number is held"),
                    Map.entry("whatsapp_dispatch_held{reason=\"meta_190\"}", "no token is refused"),
                    Map.entry(
                            "whatsapp_dispatch_held{reason=~\"meta_.+\",reason!=\"meta_190\"}",
                            "Meta refuses no number"),
                    Map.entry("whatsapp_dispatch_held{reason!~\"meta_.+\"}", "no number is held"),
                    Map.entry(
                            "whatsapp_dispatch_throttled_total{code=\"130429\"}",
                            "Meta refuses nothing"),
                    Map.entry(
                            "http_server_requests_seconds_count{service!=\"ingest\",status=~\"5..\"}",
                            "no request fails"),
                    Map.entry("ingest:webhooks:usual", "there was no yesterday"),
                    Map.entry(
                            "whatsapp_dispatch_numbers_held{reason=~\"meta_.+\"}",
                            "Meta refuses no number"),
                    Map.entry(
                            "whatsapp_connection_token_ends_in_seconds",
                            "tokens of system users do not end"),
                    Map.entry("ssl_chain_expiry_seconds", "no bundle is set"),
                    Map.entry("whatsapp_trust_ends_in_seconds", "no bundle is set"),
                    Map.entry("prometheus_notifications_errors_total", "no Alertmanager is set"));

    @TempDir private static @Nullable Path folder;
    private static @Nullable SpanReceiver spans;
    private static @Nullable LocalRun running;
    private static @Nullable Prometheus scraping;
    private static Instant began = Instant.EPOCH;

    @BeforeAll
    static void tellTheStory() {
        Path here = Objects.requireNonNull(folder);
        began = InstantSource.system().instant();
        spans = SpanReceiver.start();
        running =
                new LocalRun(
                        here.resolve("run"),
                        Map.of(
                                "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT",
                                spans.endpoint(),
                                "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_SCHEDULEDELAY",
                                "500ms",
                                "WEBHOOKS_ALLOWPRIVATETARGETS",
                                "true"));
        scraping =
                Tool.find("prometheus")
                        .map(program ->
                                Prometheus.start(
                                        program,
                                        here.resolve("prometheus"),
                                        run().managementPorts()))
                        .orElse(null);
        run().awaitStory();
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable part :
                Stream.of(scraping, running, spans).toArray(AutoCloseable[]::new)) {
            close(part);
        }
    }

    @Test
    @Order(1)
    void everyCheckOfTheStoryHolds() {
        assertThat(run().failedChecks()).as(run().lastLines()).isEmpty();
    }

    @Test
    @Order(3)
    void noRightIsMissing() {
        try (var services = new GuardedServices(run())) {
            assertThat(services.beyondTheCatalogue()).isEmpty();
        }
    }

    /** The list of rights has nothing that no service uses; last, as it erases a person. */
    @Test
    @Order(6)
    void everyRightIsUsed() {
        try (var services = new GuardedServices(run());
                var api = new Api(run().identity())) {
            new RareRights(run(), api).use();
            Awaitility.await("all that is written is written")
                    .atMost(SERIES_PATIENCE)
                    .untilAsserted(() ->
                            assertThat(services.neverUsed(Set.of(AclOperation.WRITE))).isEmpty());
            RareRights.lookBack(run());

            Awaitility.await("every right is used")
                    .atMost(SERIES_PATIENCE)
                    .untilAsserted(() -> assertThat(services.neverUsed()).isEmpty());
        }
    }

    @Test
    @Order(5)
    void nothingStandsStillUnseenWhereRightsAreTakenAway() {
        try (var services = new GuardedServices(run())) {
            services.takeRights();
            try {
                services.awaitReadiness(503);
            } finally {
                services.giveRightsBack();
            }
            services.awaitReadiness(200);
        }
        try (var sent = TracedMessage.send(run())) {
            Awaitility.await("webhooks")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(sent.webhooks("delivered")).isNotEmpty());
        }
    }

    @Test
    @Order(3)
    void aPersonCanDoAllOfItOnThePage() {
        try (var person =
                PersonSession.logIn(
                        run().at("conversation"), run().identity(), DemoIdentity.OWNER)) {
            Map<String, String> cookies =
                    person.cookies().stream()
                            .collect(
                                    Collectors.toMap(
                                            HttpCookie::getName,
                                            HttpCookie::getValue,
                                            (one, _) -> one));
            assertThat(
                            SystemChapter.troubles(
                                    run().at("conversation"), run().at("simulator"), cookies))
                    .isEmpty();
        }
    }

    /** Last: some of Kafka's series appear after a minute only. */
    @Test
    @Order(4)
    void everythingThatIsWatchedIsThere() {
        Tool.orSkip("prometheus");
        Prometheus prometheus = Objects.requireNonNull(scraping);
        // A number's series go when it falls silent.
        TracedMessage.send(run()).close();

        Awaitility.await("everything scraped and evaluated after the story")
                .atMost(SERIES_PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(troubles(prometheus)).isEmpty());
    }

    private static List<String> troubles(Prometheus prometheus) {
        var troubles = new ArrayList<>(prometheus.targetsNotScraped());
        troubles.addAll(emptyPanels(prometheus));
        troubles.addAll(choicesWithoutValues(prometheus));
        troubles.addAll(rulesThatFail(prometheus));
        troubles.addAll(seriesThatDoNotExist(prometheus));
        return troubles;
    }

    @Test
    @Order(2)
    void oneTraceLeadsFromACommandToItsWebhooks() {
        try (var sent = TracedMessage.send(run())) {
            Awaitility.await("webhooks")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(sent.webhooks("delivered")).isNotEmpty());
            assertThat(sent.webhooks(""))
                    .allSatisfy(
                            webhook -> assertThat(webhook.traceparent()).contains(sent.traceId()));

            String wamid = sent.wamid();
            var received = Objects.requireNonNull(spans);
            Awaitility.await("spans")
                    .atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(received.of(sent.traceId()))
                                    .anyMatch(span -> span.name().equals("command"))
                                    .anyMatch(span -> named(span, "post", wamid))
                                    .anyMatch(span -> named(span, "status", wamid))
                                    .anyMatch(span -> span.name().equals("webhook")));
        }
    }

    private static boolean named(SpanReceiver.Span span, String name, String wamid) {
        return span.name().equals(name) && span.attributes().contains(wamid);
    }

    private static LocalRun run() {
        return Objects.requireNonNull(running);
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException(part + " cannot be stopped", e);
        }
    }

    private static List<String> emptyPanels(Prometheus prometheus) {
        Map<String, String> excused =
                Dashboard.all().stream()
                        .flatMap(dashboard -> dashboard.queries().stream())
                        .collect(
                                Collectors.toMap(
                                        PanelQuery::promQl,
                                        PanelQuery::emptyBecause,
                                        (one, _) -> one));
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
