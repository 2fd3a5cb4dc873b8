package dev.coexistence.local.story;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Meta takes nothing of a number; once it does again, what waits goes out by itself. */
final class Holding implements Chapter {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BY_ITSELF = Duration.ofSeconds(90);
    private static final int PAYMENT = 131042;
    private static final int TOKEN = 190;

    private final Stage stage;

    Holding(Stage stage) {
        this.stage = stage;
    }

    @Override
    public String title() {
        return "Meta refuses a number's messages, and takes them again";
    }

    @Override
    public void tell(Cast cast, Checks checks) {
        BusinessNumber number = cast.migrated();
        try {
            payment(cast, number, checks);
            token(cast, number, checks);
        } finally {
            stage.simulator().restrict(number.phoneNumberId(), null);
        }
    }

    private void payment(Cast cast, BusinessNumber number, Checks checks) {
        stage.simulator().restrict(number.phoneNumberId(), PAYMENT);
        send(cast, number, "payment", 3);
        JsonNode queue = held(number, "PAYMENT");
        checks.equal(
                "Without payment the number is held, in Meta's words",
                "META_131042, PAYMENT, released by TIME",
                queue.path("heldFor").asString("")
                        + ", "
                        + queue.path("hold").path("reason").asString("")
                        + ", released by "
                        + queue.path("hold").path("releasedBy").asString(""));
        shown(number, checks);
        Instant mended = CLOCK.instant();
        stage.simulator().restrict(number.phoneNumberId(), null);
        long waiting =
                Patience.until(
                        BY_ITSELF, () -> queue(number).path("total").asLong(-1), left -> left == 0);
        long seconds = Duration.between(mended, CLOCK.instant()).toSeconds();
        checks.that(
                "It sends by itself " + seconds + " s after the payment is mended",
                waiting == 0,
                "nothing waits within 90 s",
                waiting + " waiting");
        released(number, checks);
    }

    private void token(Cast cast, BusinessNumber number, Checks checks) {
        stage.simulator().restrict(number.phoneNumberId(), TOKEN);
        send(cast, number, "token", 2);
        held(number, "TOKEN");
        stage.simulator().restrict(number.phoneNumberId(), null);
        stage.web()
                .post(
                        stage.world()
                                .at()
                                .connection()
                                .resolve("/v1/connections/" + number.phoneNumberId() + "/test"),
                        Map.of())
                .good("A test of the link");
        long waiting =
                Patience.until(
                        PATIENCE, () -> queue(number).path("total").asLong(-1), left -> left == 0);
        checks.equal("A test of the link that passes sends what a refused token held", 0L, waiting);
        released(number, checks);
    }

    /** Wherever somebody looks, with what to do. */
    private void shown(BusinessNumber number, Checks checks) {
        String id = number.phoneNumberId();
        var at = stage.world().at();
        JsonNode hold =
                Patience.until(
                        PATIENCE,
                        () ->
                                stage.web()
                                        .get(at.connection().resolve("/v1/connections/" + id))
                                        .json()
                                        .path("hold"),
                        JsonNode::isObject);
        checks.that(
                "The connection says so, with the one action for a person",
                hold.path("metaCode").asInt(0) == PAYMENT
                        && hold.path("nextAction").asString("").contains("payment"),
                "131042 and what to do",
                hold);
        String page =
                stage.web()
                        .get(at.conversation().resolve("/connections/" + id + "/traffic?budget=80"))
                        .text();
        checks.that(
                "So does the page",
                page.contains("payment problem at Meta") && page.contains("131042"),
                "the payment problem",
                "no word of it");
    }

    private void released(BusinessNumber number, Checks checks) {
        JsonNode connection =
                Patience.until(
                        PATIENCE,
                        () ->
                                stage.web()
                                        .get(
                                                stage.world()
                                                        .at()
                                                        .connection()
                                                        .resolve(
                                                                "/v1/connections/"
                                                                        + number.phoneNumberId()))
                                        .json(),
                        seen -> !seen.path("hold").isObject());
        checks.that(
                "Then it is held no longer",
                !connection.path("hold").isObject() && queue(number).path("heldFor").isNull(),
                "no hold",
                connection.path("hold"));
    }

    private JsonNode held(BusinessNumber number, String reason) {
        return Patience.until(
                PATIENCE,
                () -> queue(number),
                seen -> seen.path("hold").path("reason").asString("").equals(reason));
    }

    private JsonNode queue(BusinessNumber number) {
        return stage.web()
                .get(stage.world().at().dispatch().resolve("/v1/queues/" + number.phoneNumberId()))
                .json();
    }

    private void send(Cast cast, BusinessNumber number, String why, int messages) {
        for (int i = 0; i < messages; i++) {
            stage.web()
                    .post(
                            stage.world().at().dispatch().resolve("/v1/messages"),
                            Map.of(
                                    "phoneNumberId",
                                    number.phoneNumberId(),
                                    "to",
                                    "+1555018%04d".formatted(100 + i),
                                    "template",
                                    Map.of("name", "greeting", "language", "en")),
                            Map.of(
                                    "Idempotency-Key",
                                    "story-held-" + why + "-" + i + "-" + cast.run()))
                    .good("A message to a held number");
        }
    }
}
