package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.connection.RunningService.Answer;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.simulator.number.SignUpMode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API of connections and policies, health and metrics. */
class ConnectionApiIT extends ServiceScenario {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"mode\": \"COEXISTENCE\", \"phoneNumber\": \"call me\"} | 422 | no-phone-number",
                "{\"mode\": \"COEXISTENCE\"} | 400 | bad-request",
                "{\"mode\": \"SIDEWAYS\", \"phoneNumber\": \"+15550100200\"} | 400 | ",
                "{\"mode\": \"COEXISTENCE\", \"phoneNumbr\": \"+15550100200\"} | 422 | unknown-member",
                "not json | 400 | unreadable-body",
                "[] | 400 | ",
            })
    void answersBadRequestsWithAProblem(String body, int status, String kind) {
        var answer = service.post("/v1/signups", body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        if (kind != null) {
            assertThat(kind(answer)).isEqualTo(kind);
        }
    }

    @Test
    void answersWhatDoesNotExistWithAProblem() {
        String nobody = UUID.randomUUID().toString();
        String event =
                "{\"type\":\"WA_EMBEDDED_SIGNUP\",\"event\":\"FINISH\",\"data\":{\"waba_id\":\"2001\"}}";

        for (Answer answer :
                List.of(
                        service.get("/v1/connections/90000"),
                        service.get("/v1/connections/90000/history"),
                        service.get("/v1/signups/" + nobody),
                        service.post(
                                "/v1/signups/" + nobody + "/complete",
                                "{\"code\": \"x\", \"sessionEvent\": " + event + "}"),
                        service.get("/v1/policies/countries/XX"),
                        service.get("/v1/nothing"))) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.type()).startsWith("application/problem+json");
        }
        assertThat(service.get("/v1/signups/no-id").status()).isEqualTo(400);
    }

    @Test
    void disconnectsByDeregisteringOrByAskingTheOwner() {
        var migrated = fresh();
        signUp(migrated, SignUpMode.FULL_MIGRATION, "");
        var shared = onTheApp();
        signUp(shared, SignUpMode.COEXISTENCE, "");

        var gone = service.post(path(migrated) + "/disconnect", "{\"name\": \"Sam Operator\"}");
        var waiting = service.post(path(shared) + "/disconnect", "{}");

        assertThat(gone.status()).isEqualTo(200);
        assertThat(gone.body().path("state").asString()).isEqualTo("DISCONNECTED");
        assertThat(waiting.status()).isEqualTo(202);
        assertThat(waiting.body().path("state").asString()).isEqualTo("DISCONNECTING");
        assertThat(waiting.body().path("ownerSteps").toString()).contains("Business Platform");
        assertThat(service.post(path(migrated) + "/disconnect", "{}").status()).isEqualTo(409);
        publish(Topics.ACCOUNT_EVENTS, shared.wabaId(), account(shared, "PARTNER_REMOVED"));
        published(shared, ConnectionStatus.DISCONNECTED);
    }

    @Test
    void servesThePolicyCatalogue() {
        var policies = service.get("/v1/policies").body();
        assertThat(policies.path("inForce").asString()).isEqualTo("seven-io");
        assertThat(names(policies, "editions", "edition"))
                .containsExactly("meta-2026-09", "seven-io");
        assertThat(policies.path("editions").get(0).path("source").asString()).isNotBlank();

        var switzerland = service.get("/v1/policies/countries/ch").body();
        assertThat(switzerland.path("availability").asString()).isEqualTo("NOT_AVAILABLE");
        assertThat(switzerland.path("byEdition").path("meta-2026-09").asString())
                .isEqualTo("UNKNOWN");

        var number = onTheApp();
        signUp(number, SignUpMode.COEXISTENCE, "");
        assertThat(
                        names(
                                service.get("/v1/policies/meta-2026-09/impact").body(),
                                "connections",
                                "phoneNumberId"))
                .contains(number.phoneNumberId());
    }

    @Test
    void showsItsHealthAndItsNumbers() {
        var number = onTheApp();
        signUp(number, SignUpMode.COEXISTENCE, "");
        service.bean(MetricsJob.class).observe();

        // The brokers are asked every five seconds, and another test takes them away.
        await().atMost(SOON).until(() -> service.get("/actuator/health/readiness").status() == 200);
        var readiness = service.get("/actuator/health/readiness").body();
        assertThat(readiness.at("/components/db/status").asString()).isEqualTo("UP");
        assertThat(readiness.at("/components/kafka/status").asString()).isEqualTo("UP");
        service.get("/actuator/prometheus");
        assertThat(service.responses.getLast())
                .contains(
                        "whatsapp_connections{",
                        "state=\"connected\"",
                        "whatsapp_connection_app_activity_age_seconds{",
                        "phone_number_id=\"" + number.phoneNumberId() + "\"",
                        "whatsapp_connection_number{",
                        "whatsapp_connection_presumed_inactive_in_seconds{",
                        "whatsapp_connection_outbox_depth",
                        "whatsapp_connection_outbox_age_seconds",
                        "whatsapp_connection_meta_calls_seconds_count{");
        assertThat(service.get(path(number)).body().path("qualityRating").asString())
                .isEqualTo("GREEN");
        assertThat(names(service.get("/v1/connections").body(), "items", "phoneNumberId"))
                .contains(number.phoneNumberId());
    }

    @Test
    void requestsAreHandledOnVirtualThreadsAndNeverOnTheEventLoop() {
        assertThat(start(onTheApp(), SignUpMode.COEXISTENCE).status()).isEqualTo(201);

        assertThat(service.logs.list)
                .filteredOn(event ->
                        String.valueOf(event.getKeyValuePairs()).contains("SIGN_UP_STARTED"))
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(event.getThreadName())
                                .doesNotContain("reactor")
                                .startsWith("task-"));
    }

    @Test
    void listsNumbersPageByPage() {
        for (int i = 0; i < 3; i++) {
            signUp(onTheApp(), SignUpMode.COEXISTENCE, "");
        }

        var first = service.get("/v1/connections?limit=2").body();
        var second =
                service.get("/v1/connections?limit=2&cursor=" + first.path("nextCursor").asString())
                        .body();

        assertThat(names(first, "items", "phoneNumberId")).hasSize(2);
        assertThat(names(second, "items", "phoneNumberId"))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(names(first, "items", "phoneNumberId"));
    }
}
