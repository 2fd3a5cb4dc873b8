package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.SignUpMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Sign-ups through the public interface: both modes, what is refused and why, what is said
 * meanwhile.
 */
class SignUpIT extends ServiceScenario {
    @Test
    void connectsANumberInCoexistenceWithoutRegisteringIt() {
        var number = onTheApp();

        var connected = signUp(number, SignUpMode.COEXISTENCE, "");

        assertThat(connected.status()).isEqualTo(200);
        assertThat(connected.body().path("state").asString()).isEqualTo("CONNECTED");
        assertThat(connected.body().path("mode").asString()).isEqualTo("COEXISTENCE");
        assertThat(connected.body().path("budgetPerSecond").asInt()).isEqualTo(20);
        assertThat(names(connected.body(), "steps", "step"))
                .containsExactly(
                        "EXCHANGE_CODE",
                        "SUBSCRIBE",
                        "FIND_NUMBER",
                        "VERIFY_MODE",
                        "SYNC_CONTACTS",
                        "SYNC_HISTORY",
                        "SELF_TEST");
        assertThat(names(connected.body(), "checks", "check"))
                .containsExactly(
                        "SUBSCRIPTION", "REGISTRATION", "CALLBACK", "SIGNATURE", "FIRST_EVENT");
        assertThat(connected.body().path("sync").path("secondsLeft").asLong()).isPositive();
        var record = published(number, ConnectionStatus.CONNECTED);
        assertThat(record.getEpoch()).isEqualTo(1);
        assertThat(token(record)).isEqualTo(service.meta.tokenOf(number));
        assertThat(record.getDisabledFeatures()).contains("edit", "broadcast-lists");
    }

    @Test
    void connectsANumberInFullMigrationByRegisteringItWithItsPin() {
        var number = fresh();

        var connected = signUp(number, SignUpMode.FULL_MIGRATION, ", \"pin\": \"" + PIN + "\"");

        assertThat(connected.status()).isEqualTo(200);
        assertThat(connected.body().path("budgetPerSecond").asInt()).isEqualTo(80);
        assertThat(names(connected.body(), "steps", "step"))
                .containsExactly(
                        "EXCHANGE_CODE",
                        "SUBSCRIBE",
                        "FIND_NUMBER",
                        "VERIFY_MODE",
                        "REGISTER",
                        "SELF_TEST");
        var record = published(number, ConnectionStatus.CONNECTED);
        assertThat(record.getBudgetPerSecond()).isEqualTo(80);
        assertThat(record.getDisabledFeatures()).isEmpty();
    }

    @Test
    void refusesCoexistenceToASwissNumberAndSaysWhy() {
        var refused =
                service.post(
                        "/v1/signups",
                        "{\"mode\": \"COEXISTENCE\", \"phoneNumber\": \"+41115550100\"}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.type()).startsWith("application/problem+json");
        assertThat(kind(refused)).isEqualTo("coexistence-not-available");
        assertThat(refused.body().path("country").asString()).isEqualTo("CH");
        assertThat(refused.body().path("edition").asString()).isEqualTo("seven-io");
        assertThat(refused.body().path("detail").asString()).contains("Switzerland", "seven-io");
    }

    @Test
    void tellsBeforeTheDialogueWhatIsLostAndHowFastEachModeIs() {
        var number = onTheApp();

        var offer = start(number, SignUpMode.COEXISTENCE).body();

        assertThat(names(offer, "losses", "feature")).contains("edit", "revoke", "live-location");
        assertThat(offer.path("modes").path("FULL_MIGRATION").path("budgetPerSecond").asInt())
                .isEqualTo(80);
        assertThat(offer.path("campaigns").get(1).path("coexistenceSeconds").asInt())
                .isEqualTo(500);
        assertThat(offer.path("campaigns").get(1).path("fullMigrationSeconds").asInt())
                .isEqualTo(125);
        assertThat(
                        offer.path("launchParameters")
                                .path("login")
                                .path("extras")
                                .path("featureType")
                                .asString())
                .isEqualTo("whatsapp_business_app_onboarding");
        String id = offer.path("signupId").asString();
        var acknowledged =
                service.post("/v1/signups/" + id + "/acknowledgement", "{\"name\": \"Sam Owner\"}");
        assertThat(acknowledged.body().path("acknowledged").asBoolean()).isTrue();
        assertThat(service.get("/v1/signups/" + id).body().path("acknowledged").asBoolean())
                .isTrue();
        assertThat(service.delete("/v1/signups/" + id).status()).isEqualTo(204);
        assertThat(start(number, SignUpMode.COEXISTENCE).status()).isEqualTo(201);
    }

    @Test
    void refusesASecondSignUpANumberThatIsConnectedAndAnotherMode() {
        var number = onTheApp();
        var first = start(number, SignUpMode.COEXISTENCE);
        var second = start(number, SignUpMode.COEXISTENCE);
        assertThat(second.status()).isEqualTo(409);
        assertThat(kind(second)).isEqualTo("sign-up-under-way");
        assertThat(second.body().path("signupId").asString())
                .isEqualTo(first.body().path("signupId").asString());
        complete(number, first, SignUpMode.COEXISTENCE, "");

        assertThat(kind(start(number, SignUpMode.COEXISTENCE))).isEqualTo("already-connected");
        var otherMode = start(number, SignUpMode.FULL_MIGRATION);

        assertThat(otherMode.status()).isEqualTo(409);
        assertThat(kind(otherMode)).isEqualTo("mode-fixed");
        var plan = otherMode.body().path("plan");
        assertThat(names(plan, "steps", "who")).contains("OWNER", "SERVICE");
        assertThat(plan.path("queue").asString()).contains("held");
        assertThat(service.get(path(number) + "/mode-switch-plan").body()).isEqualTo(plan);
        var changed = service.put(path(number) + "/mode", "{\"mode\": \"FULL_MIGRATION\"}");
        assertThat(changed.status()).isEqualTo(409);
        assertThat(changed.body().path("plan")).isEqualTo(plan);
        assertThat(service.put(path(number) + "/mode", "{\"mode\": \"COEXISTENCE\"}").status())
                .isEqualTo(200);
    }

    @Test
    void aDialogueThatWasLeftKeepsTheSignUpOpen() {
        var number = onTheApp();
        var started = start(number, SignUpMode.COEXISTENCE);
        String complete = "/v1/signups/" + started.body().path("signupId").asString() + "/complete";
        String left =
                "{\"type\":\"WA_EMBEDDED_SIGNUP\",\"event\":\"CANCEL\",\"data\":{\"current_step\":\"PHONE_NUMBER_SETUP\"}}";

        var cancelled = service.post(complete, "{\"code\": \"\", \"sessionEvent\": " + left + "}");

        assertThat(kind(cancelled)).isEqualTo("dialogue-not-finished");
        assertThat(cancelled.body().path("detail").asString()).contains("PHONE_NUMBER_SETUP");
        var popup = service.meta.signUp(number.phoneNumberId(), SignUpMode.COEXISTENCE);
        String finished =
                "{\"code\": \"" + popup.code() + "\", \"sessionEvent\": " + popup.sessionEvent();
        assertThat(
                        kind(
                                service.post(
                                        complete,
                                        finished + ", \"origin\": \"https://evilfacebook.com\"}")))
                .isEqualTo("untrusted-origin");
        assertThat(
                        service.post(
                                        complete,
                                        finished + ", \"origin\": \"https://www.facebook.com\"}")
                                .status())
                .isEqualTo(200);
        assertThat(service.post(complete, finished + "}").status()).isEqualTo(409);
    }

    @Test
    void aFailedOnboardingSaysWhatToDoNext() {
        var number = onTheApp();
        var other = onTheApp();
        var started = start(number, SignUpMode.COEXISTENCE);

        var failed = complete(other, started, SignUpMode.COEXISTENCE, "");

        assertThat(failed.status()).isEqualTo(422);
        assertThat(kind(failed)).isEqualTo("onboarding-failed");
        assertThat(failed.body().path("step").asString()).isEqualTo("FIND_NUMBER");
        assertThat(failed.body().path("nextAction").asString()).isNotBlank();
        assertThat(failed.body().path("connection").path("state").asString()).isEqualTo("FAILED");
    }

    @Test
    void answersWhileAnOnboardingWaitsAndFinishesItByItself() {
        var number = onTheApp();
        service.meta
                .faults()
                .add(
                        Fault.refuse(80007)
                                .at("smb_app_data")
                                .forNumber(number.phoneNumberId())
                                .times(2));

        var running = signUp(number, SignUpMode.COEXISTENCE, "");

        assertThat(running.status()).isEqualTo(202);
        assertThat(running.body().path("state").asString()).isEqualTo("ONBOARDING");
        published(number, ConnectionStatus.CONNECTED);
    }

    @Test
    void noSecretLeavesInClear() {
        var coexisting = onTheApp();
        var migrated = fresh();
        signUp(coexisting, SignUpMode.COEXISTENCE, "");
        signUp(migrated, SignUpMode.FULL_MIGRATION, ", \"pin\": \"" + PIN + "\"");
        published(coexisting, ConnectionStatus.CONNECTED);
        published(migrated, ConnectionStatus.CONNECTED);
        service.get("/v1/connections");
        service.get(path(migrated) + "/history");
        service.get("/actuator/prometheus");

        var secrets =
                List.of(
                        service.meta.tokenOf(coexisting),
                        service.meta.tokenOf(migrated),
                        "\"" + PIN + "\"",
                        RunningService.APP_SECRET);

        var logs =
                service.logs.list.stream()
                        .map(event ->
                                event.getFormattedMessage()
                                        + event.getKeyValuePairs()
                                        + event.getThrowableProxy())
                        .toList();
        assertThat(logs).hasSizeGreaterThan(10);
        for (String secret : secrets) {
            assertThat(logs).noneMatch(line -> line.contains(secret));
            assertThat(service.responses).noneMatch(body -> body.contains(secret));
            assertThat(connections.records())
                    .noneMatch(record ->
                            new String(record.value(), java.nio.charset.StandardCharsets.ISO_8859_1)
                                    .contains(secret));
        }
        assertThat(logs)
                .noneMatch(line -> line.contains(coexisting.displayPhoneNumber().substring(1)));
    }
}
