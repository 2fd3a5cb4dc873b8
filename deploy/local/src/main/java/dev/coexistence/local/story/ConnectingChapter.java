package dev.coexistence.local.story;

import dev.coexistence.local.story.client.BusinessNumber;
import dev.coexistence.local.story.client.JsonHttpClient;
import dev.coexistence.local.story.client.PollingWait;
import dev.coexistence.local.story.client.StoryClients;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Connects one number in each mode, and is refused a Swiss one. */
final class ConnectingChapter {
    static final String COEXISTENCE = "COEXISTENCE";
    static final String FULL_MIGRATION = "FULL_MIGRATION";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PROBLEM = "application/problem+json";

    /** Switzerland's calling code before an area code that nobody has. */
    private static final String SWISS = "+41115550100";

    /** Writes to a number that nobody else has written to. */
    private static final String CURIOUS = "+15550198001";

    private final StoryClients clients;
    private final URI root;

    ConnectingChapter(StoryClients clients) {
        this.clients = clients;
        root = clients.system().at().connection();
    }

    StoryCast tell(StoryChecks checks) {
        checks.chapter("Two numbers are connected, one in each mode");
        BusinessNumber shared = connect(COEXISTENCE, 20, checks);
        BusinessNumber migrated = connect(FULL_MIGRATION, 80, checks);
        refuseSwiss(checks);
        String run = UUID.randomUUID().toString().substring(0, 8);
        String customer = "+15550199" + shared.display().substring(shared.display().length() - 3);
        return new StoryCast(shared, migrated, customer, run);
    }

    private BusinessNumber connect(String mode, int budget, StoryChecks checks) {
        var signUp = new SignUpWalk(clients, mode, "Story " + mode.charAt(0));
        checks.equal(mode + ": a sign-up is opened", 201, signUp.offer().status());
        checks.equal(
                mode + ": its budget is told before",
                budget,
                signUp.offer().json().path("budgetPerSecond").asInt(0));
        if (mode.equals(COEXISTENCE)) {
            checks.holds(
                    mode + ": what the app loses is told before",
                    signUp.offer().json().path("losses").size() > 0,
                    "some losses",
                    signUp.offer());
        }
        JsonHttpClient.Answer completed = signUp.complete();
        checks.holds(
                mode + ": the sign-up is completed",
                completed.status() == 200 || completed.status() == 202,
                "200 or 202",
                completed);

        String id = signUp.number().phoneNumberId();
        JsonNode connection =
                PollingWait.await(
                        PATIENCE,
                        signUp::connection,
                        seen -> seen.path("state").asString("").equals("CONNECTED"));
        checks.equal(
                mode + ": the number is connected",
                "CONNECTED",
                connection.path("state").asString(connection.toString()));
        checks.equal(
                mode + ": the mode is as Meta's fields say",
                mode,
                connection.path("mode").asString(""));
        checks.equal(
                mode + ": the budget is the mode's",
                budget,
                connection.path("budgetPerSecond").asInt(0));
        checks.equal(
                mode + ": Meta has it connected in this mode",
                "CONNECTED " + mode,
                clients.simulator().number(id).path("state").asString("")
                        + " "
                        + clients.simulator().number(id).path("mode").asString(""));
        checks.holds(
                mode + ": the API shows no token",
                !connection.toString().contains("accessToken"),
                "no access token",
                "one");
        if (!connection.path("state").asString("").equals("CONNECTED")) {
            throw new IllegalStateException(
                    "without a number in " + mode + " nothing else can be told");
        }
        prove(mode, signUp, checks);
        return signUp.number();
    }

    /** The last of the five checks is a first event; a number on the API alone has no other. */
    private void prove(String mode, SignUpWalk signUp, StoryChecks checks) {
        if (mode.equals(FULL_MIGRATION)) {
            clients.simulator()
                    .customerWrites(signUp.number().phoneNumberId(), CURIOUS, "Ben Roth", "Hello?");
        }
        JsonNode proven =
                PollingWait.await(
                        PATIENCE, signUp::connection, seen -> seen.path("proven").asBoolean(false));
        checks.equal(
                mode
                        + ": the link is proven: subscription, registration, callback, signature,"
                        + " first event",
                List.of("PASSED", "PASSED", "PASSED", "PASSED", "PASSED"),
                proven.path("checks")
                        .valueStream()
                        .map(check -> check.path("status").asString(""))
                        .toList());
        checks.equal(
                mode + ": Meta's rating of its quality is shown",
                "GREEN",
                proven.path("qualityRating").asString(""));
    }

    private void refuseSwiss(StoryChecks checks) {
        JsonHttpClient.Answer refusal =
                clients.web()
                        .post(
                                root.resolve("/v1/signups"),
                                Map.of("mode", COEXISTENCE, "phoneNumber", SWISS));
        checks.equal("A Swiss number is refused coexistence", 422, refusal.status());
        checks.holds(
                "The refusal is a problem body",
                refusal.contentType().startsWith(PROBLEM),
                PROBLEM,
                refusal.contentType());
        String detail = refusal.json().path("detail").asString("");
        checks.holds(
                "It says why: the country and the edition of the policy",
                (detail.contains("CH") || detail.contains("Switzerland"))
                        && refusal.text().contains("seven-io"),
                "Switzerland and seven-io",
                refusal);
    }
}
