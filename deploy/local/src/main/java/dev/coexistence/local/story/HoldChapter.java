package dev.coexistence.local.story;

import dev.coexistence.local.story.client.BusinessNumber;
import dev.coexistence.local.story.client.PollingWait;
import dev.coexistence.local.story.client.StoryClients;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Meta takes nothing of a number; once it does again, what waits goes out by itself. */
final class HoldChapter implements StoryChapter {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BY_ITSELF = Duration.ofSeconds(90);
    private static final int PAYMENT = 131042;
    private static final int TOKEN = 190;

    private final StoryClients clients;

    HoldChapter(StoryClients clients) {
        this.clients = clients;
    }

    @Override
    public String title() {
        return "Meta refuses a number's messages, and takes them again";
    }

    @Override
    public void tell(StoryCast cast, StoryChecks checks) {
        BusinessNumber number = cast.migrated();
        try {
            payment(cast, number, checks);
            token(cast, number, checks);
        } finally {
            clients.simulator().restrict(number.phoneNumberId(), null);
        }
    }

    private void payment(StoryCast cast, BusinessNumber number, StoryChecks checks) {
        clients.simulator().restrict(number.phoneNumberId(), PAYMENT);
        send(cast, number, "payment", 3);
        JsonNode queue = awaitHold(number, "PAYMENT");
        checks.equal(
                "Without payment the number is held, in Meta's words",
                "META_131042, PAYMENT, released by TIME",
                queue.path("heldFor").asString("")
                        + ", "
                        + queue.path("hold").path("reason").asString("")
                        + ", released by "
                        + queue.path("hold").path("releasedBy").asString(""));
        checkShown(number, checks);
        Instant mended = CLOCK.instant();
        clients.simulator().restrict(number.phoneNumberId(), null);
        long waiting =
                PollingWait.await(
                        BY_ITSELF, () -> queue(number).path("total").asLong(-1), left -> left == 0);
        long seconds = Duration.between(mended, CLOCK.instant()).toSeconds();
        checks.holds(
                "It sends by itself " + seconds + " s after the payment is mended",
                waiting == 0,
                "nothing waits within 90 s",
                waiting + " waiting");
        checkReleased(number, checks);
    }

    private void token(StoryCast cast, BusinessNumber number, StoryChecks checks) {
        clients.simulator().restrict(number.phoneNumberId(), TOKEN);
        send(cast, number, "token", 2);
        awaitHold(number, "TOKEN");
        clients.simulator().restrict(number.phoneNumberId(), null);
        clients.web()
                .post(
                        clients.system()
                                .at()
                                .connection()
                                .resolve("/v1/connections/" + number.phoneNumberId() + "/test"),
                        Map.of())
                .good("A test of the link");
        long waiting =
                PollingWait.await(
                        PATIENCE, () -> queue(number).path("total").asLong(-1), left -> left == 0);
        checks.equal("A test of the link that passes sends what a refused token held", 0L, waiting);
        checkReleased(number, checks);
    }

    /** Wherever somebody looks, with what to do. */
    private void checkShown(BusinessNumber number, StoryChecks checks) {
        String id = number.phoneNumberId();
        var at = clients.system().at();
        JsonNode hold =
                PollingWait.await(
                        PATIENCE,
                        () ->
                                clients.web()
                                        .get(at.connection().resolve("/v1/connections/" + id))
                                        .json()
                                        .path("hold"),
                        JsonNode::isObject);
        checks.holds(
                "The connection says so, with the one action for a person",
                hold.path("metaCode").asInt(0) == PAYMENT
                        && hold.path("nextAction").asString("").contains("payment"),
                "131042 and what to do",
                hold);
        String page =
                clients.person()
                        .get(at.conversation().resolve("/connections/" + id + "/traffic?budget=80"))
                        .text();
        checks.holds(
                "So does the page",
                page.contains("payment problem at Meta") && page.contains("131042"),
                "the payment problem",
                "no word of it");
    }

    private void checkReleased(BusinessNumber number, StoryChecks checks) {
        JsonNode connection =
                PollingWait.await(
                        PATIENCE,
                        () ->
                                clients.web()
                                        .get(
                                                clients.system()
                                                        .at()
                                                        .connection()
                                                        .resolve(
                                                                "/v1/connections/"
                                                                        + number.phoneNumberId()))
                                        .json(),
                        seen -> !seen.path("hold").isObject());
        checks.holds(
                "Then it is held no longer",
                !connection.path("hold").isObject() && queue(number).path("heldFor").isNull(),
                "no hold",
                connection.path("hold"));
    }

    private JsonNode awaitHold(BusinessNumber number, String reason) {
        return PollingWait.await(
                PATIENCE,
                () -> queue(number),
                seen -> seen.path("hold").path("reason").asString("").equals(reason));
    }

    private JsonNode queue(BusinessNumber number) {
        return clients.web()
                .get(
                        clients.system()
                                .at()
                                .dispatch()
                                .resolve("/v1/queues/" + number.phoneNumberId()))
                .json();
    }

    private void send(StoryCast cast, BusinessNumber number, String why, int messages) {
        for (int i = 0; i < messages; i++) {
            clients.web()
                    .post(
                            clients.system().at().dispatch().resolve("/v1/messages"),
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
