package dev.coexistence.local.story;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Connects one number in each mode, and is refused a Swiss one. */
final class Connecting {
    static final String COEXISTENCE = "COEXISTENCE";
    static final String FULL_MIGRATION = "FULL_MIGRATION";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PROBLEM = "application/problem+json";

    /** Switzerland's calling code before an area code that nobody has. */
    private static final String SWISS = "+41115550100";

    /** Writes to a number that nobody else has written to. */
    private static final String CURIOUS = "+15550198001";

    private final Stage stage;
    private final URI root;

    Connecting(Stage stage) {
        this.stage = stage;
        root = stage.world().at().connection();
    }

    Cast tell(Checks checks) {
        checks.chapter("Two numbers are connected, one in each mode");
        BusinessNumber shared = connect(COEXISTENCE, 20, checks);
        BusinessNumber migrated = connect(FULL_MIGRATION, 80, checks);
        refuseSwiss(checks);
        String run = UUID.randomUUID().toString().substring(0, 8);
        String customer = "+15550199" + shared.display().substring(shared.display().length() - 3);
        return new Cast(shared, migrated, customer, run);
    }

    private BusinessNumber connect(String mode, int budget, Checks checks) {
        var signUp = new SigningUp(stage, mode, "Story " + mode.charAt(0));
        checks.equal(mode + ": a sign-up is opened", 201, signUp.offer().status());
        checks.equal(
                mode + ": its budget is told before",
                budget,
                signUp.offer().json().path("budgetPerSecond").asInt(0));
        if (mode.equals(COEXISTENCE)) {
            checks.that(
                    mode + ": what the app loses is told before",
                    signUp.offer().json().path("losses").size() > 0,
                    "some losses",
                    signUp.offer());
        }
        Web.Answer completed = signUp.complete();
        checks.that(
                mode + ": the sign-up is completed",
                completed.status() == 200 || completed.status() == 202,
                "200 or 202",
                completed);

        String id = signUp.number().phoneNumberId();
        JsonNode connection =
                Patience.until(
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
                stage.simulator().number(id).path("state").asString("")
                        + " "
                        + stage.simulator().number(id).path("mode").asString(""));
        checks.that(
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
    private void prove(String mode, SigningUp signUp, Checks checks) {
        if (mode.equals(FULL_MIGRATION)) {
            stage.simulator()
                    .customerWrites(signUp.number().phoneNumberId(), CURIOUS, "Ben Roth", "Hello?");
        }
        JsonNode proven =
                Patience.until(
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

    private void refuseSwiss(Checks checks) {
        Web.Answer refusal =
                stage.web()
                        .post(
                                root.resolve("/v1/signups"),
                                Map.of("mode", COEXISTENCE, "phoneNumber", SWISS));
        checks.equal("A Swiss number is refused coexistence", 422, refusal.status());
        checks.that(
                "The refusal is a problem body",
                refusal.contentType().startsWith(PROBLEM),
                PROBLEM,
                refusal.contentType());
        String detail = refusal.json().path("detail").asString("");
        checks.that(
                "It says why: the country and the edition of the policy",
                (detail.contains("CH") || detail.contains("Switzerland"))
                        && refusal.text().contains("seven-io"),
                "Switzerland and seven-io",
                refusal);
    }
}
