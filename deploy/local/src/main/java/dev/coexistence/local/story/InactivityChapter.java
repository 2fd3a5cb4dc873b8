package dev.coexistence.local.story;

import dev.coexistence.local.story.client.BusinessNumber;
import dev.coexistence.local.story.client.JsonHttpClient;
import dev.coexistence.local.story.client.PollingWait;
import dev.coexistence.local.story.client.StoryClients;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.Connection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import tools.jackson.databind.JsonNode;

/**
 * Nobody opens the app of a number for fourteen days. The number is signed up in the past, on the
 * simulator's scripted clock, and the days end in the present: so no other number gets older.
 */
final class InactivityChapter implements StoryChapter {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SYNC_WINDOW = Duration.ofHours(24);
    private static final int DAYS = 14;
    private static final String OPERATOR = "Ida Sommer";

    private final StoryClients clients;
    private final URI root;
    private Duration back = Duration.ZERO;

    InactivityChapter(StoryClients clients) {
        this.clients = clients;
        root = clients.system().at().connection();
    }

    /** A threshold of the activity clock as seen from outside. */
    private record Told(int warnedDays, boolean inactive, int events, int counted, int entries) {}

    /** Offsets and counts before the first warning. */
    private record Start(Map<TopicPartition, Long> topic, Map<Integer, Double> counts) {}

    @Override
    public String title() {
        return "Nobody opens the app for fourteen days";
    }

    @Override
    public void tell(StoryCast cast, StoryChecks checks) {
        Instant began = CLOCK.instant();
        try {
            advance(Duration.ofDays(-DAYS));
            awaitClock(cast, seconds -> seconds > SYNC_WINDOW.plusDays(1).toSeconds());
            silence(connect(checks), checks);
        } finally {
            advance(back.negated());
        }
        awaitClock(cast, seconds -> seconds <= SYNC_WINDOW.toSeconds());
        checks.equal(
                "No other number was warned",
                0,
                connection(cast.shared()).path("activity").path("warnedDays").asInt(-1));
        long took = Duration.between(began, CLOCK.instant()).toSeconds();
        checks.holds("Fourteen days pass within a minute", took < 60, "less than 60 s", took);
    }

    private BusinessNumber connect(StoryChecks checks) {
        var signUp = new SignUpWalk(clients, ConnectingChapter.COEXISTENCE, "Story of silence");
        signUp.complete();
        // The chats come while the app is open; what came later would be newer evidence.
        JsonNode connection =
                PollingWait.await(
                        PATIENCE,
                        signUp::connection,
                        seen ->
                                seen.path("proven").asBoolean(false)
                                        && seen.at("/sync/history/status")
                                                .asString("")
                                                .equals("DONE"));
        checks.equal(
                "A number was connected fourteen days ago",
                "CONNECTED, history DONE",
                connection.path("state").asString(connection.toString())
                        + ", history "
                        + connection.at("/sync/history/status").asString(""));
        return signUp.number();
    }

    private void silence(BusinessNumber number, StoryChecks checks) {
        var start =
                new Start(
                        clients.log().end(Topics.CONNECTIONS),
                        Map.of(
                                10,
                                countWarnings(10),
                                12,
                                countWarnings(12),
                                13,
                                countWarnings(13),
                                14,
                                countWarnings(14)));
        advance(Duration.ofDays(10));
        checkWarning(number, 10, false, start, checks);
        advance(Duration.ofDays(2));
        checkWarning(number, 12, false, start, checks);
        advance(Duration.ofDays(1));
        checkWarning(number, 13, false, start, checks);
        // Meta is content and nobody else is told: from here the silence can only be presumed.
        clients.simulator().ownerOpensApp(number.phoneNumberId());
        advance(Duration.ofDays(1));
        checkWarning(number, DAYS, true, start, checks);
        checks.equal(
                "Presumed is not known: the number stays connected",
                "CONNECTED",
                connection(number).path("state").asString(""));
        openApp(number, checks);
    }

    private void checkWarning(
            BusinessNumber number, int days, boolean inactive, Start start, StoryChecks checks) {
        var expected = new Told(days, inactive, 1, 1, 1);
        checks.equal(
                "After "
                        + days
                        + " days "
                        + (inactive ? "it is presumed inactive" : "there is a warning")
                        + ": one event, one count, one entry in its history",
                expected,
                PollingWait.await(
                        PATIENCE, () -> readThreshold(number, days, start), expected::equals));
    }

    private Told readThreshold(BusinessNumber number, int days, Start start) {
        JsonNode activity = connection(number).path("activity");
        return new Told(
                activity.path("warnedDays").asInt(-1),
                activity.path("presumedInactive").asBoolean(false),
                (int)
                        events(number, start.topic()).stream()
                                .filter(event -> event.getInactivityWarningDays() == days)
                                .count(),
                (int) (countWarnings(days) - start.counts().getOrDefault(days, 0.0)),
                (int)
                        history(number).stream()
                                .filter(entry ->
                                        entry.path("evidence")
                                                .asString("")
                                                .startsWith(days + " days without"))
                                .count());
    }

    private void openApp(BusinessNumber number, StoryChecks checks) {
        var start = clients.log().end(Topics.CONNECTIONS);
        JsonHttpClient.Answer answer =
                clients.web()
                        .post(
                                root.resolve(
                                        "/v1/connections/"
                                                + number.phoneNumberId()
                                                + "/app-opened"),
                                Map.of("name", OPERATOR));
        JsonNode activity = answer.good("Opened now").json().path("activity");
        checks.equal(
                "\"Opened now\", signed by an operator, ends that",
                "not presumed inactive, OPERATOR, STATED, " + signature(),
                (activity.path("presumedInactive").asBoolean(true) ? "" : "not ")
                        + "presumed inactive, "
                        + activity.path("lastKind").asString("")
                        + ", "
                        + activity.path("certainty").asString("")
                        + ", "
                        + activity.at("/evidence/0/statedBy").asString(""));
        List<Boolean> told =
                PollingWait.await(
                        PATIENCE,
                        () ->
                                events(number, start).stream()
                                        .map(Connection::getPresumedInactive)
                                        .toList(),
                        seen -> !seen.isEmpty());
        checks.equal("One event tells so", List.of(false), told);
        checks.equal(
                "Its history tells who said it",
                "APP_OPENED, stated by " + signature(),
                history(number).getLast().path("event").asString("")
                        + ", "
                        + history(number).getLast().path("evidence").asString(""));
    }

    /** Moves the clock; nothing may be under way, for what is late would be given up. */
    private void advance(Duration time) {
        PollingWait.await(PATIENCE, () -> clients.simulator().pendingWebhooks(), left -> left == 0);
        clients.simulator().advanceClock(time);
        back = back.plus(time);
    }

    /** Until the service's clock, which the countdown of a synchronisation shows, has followed. */
    private void awaitClock(StoryCast cast, java.util.function.LongPredicate secondsLeft) {
        long seen =
                PollingWait.await(
                        PATIENCE,
                        () -> connection(cast.shared()).at("/sync/secondsLeft").asLong(0),
                        secondsLeft::test);
        if (!secondsLeft.test(seen)) {
            throw new IllegalStateException("connection-service does not follow the clock");
        }
    }

    private List<Connection> events(BusinessNumber number, Map<TopicPartition, Long> start) {
        return clients.log().eventsSince(Topics.CONNECTIONS, start).stream()
                .filter(event -> event.getPhoneNumberId().equals(number.phoneNumberId()))
                .toList();
    }

    private List<JsonNode> history(BusinessNumber number) {
        return clients.web()
                .get(root.resolve("/v1/connections/" + number.phoneNumberId() + "/history"))
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    private String signature() {
        return clients.signature(OPERATOR);
    }

    private JsonNode connection(BusinessNumber number) {
        return clients.web().get(root.resolve("/v1/connections/" + number.phoneNumberId())).json();
    }

    private double countWarnings(int days) {
        return clients.outside()
                .get(clients.system().management().connection().resolve("/actuator/prometheus"))
                .text()
                .lines()
                .filter(line -> line.startsWith("whatsapp_connection_inactivity_warnings_total{"))
                .filter(line -> line.contains("days=\"" + days + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
