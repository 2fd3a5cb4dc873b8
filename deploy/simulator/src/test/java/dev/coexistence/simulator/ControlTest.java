package dev.coexistence.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.simulator.graph.MetaApp;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ControlTest {
    private final Receiver app = new Receiver();
    private final Simulator meta = Simulator.start(SimulatorSettings.defaults());
    private final Graph control = new Graph(meta, "none");

    @AfterEach
    void stop() {
        meta.close();
        app.close();
    }

    @Test
    void aScriptPlaysAWholeConversation() {
        control.put("/simulator/webhook", "{\"url\":\"" + app.uri() + "\"}");
        JsonNode number = number("+15550100200");
        String at = "/simulator/numbers/" + number.path("phoneNumberId").asString();
        String wamid =
                control.post(
                                at + "/customer-messages",
                                "{\"from\":\"+15550100999\",\"text\":\"hi\"}")
                        .body()
                        .path("wamid")
                        .asString();
        control.post(at + "/owner-messages", "{\"to\":\"+15550100999\",\"text\":\"hello\"}");
        control.post(
                at + "/edits",
                "{\"by\":\"CUSTOMER\",\"peer\":\"+15550100999\",\"wamid\":\""
                        + wamid
                        + "\",\"text\":\"hi!\"}");
        control.post(at + "/contacts", "{\"phoneNumber\":\"+15550100999\",\"fullName\":\"Ana\"}");
        control.post(at + "/offboard", "");
        JsonNode reconnected = control.post(at + "/reconnect", "").body();

        await().until(() -> app.accepted().size() == 6);
        assertThat(reconnected.path("state").asString()).isEqualTo("CONNECTED");
        assertThat(control.get("/simulator/webhooks").body().path("delivered").asInt())
                .isEqualTo(6);
    }

    @Test
    void arrivalsAndWindowAreReadAndForgotten() {
        JsonNode number = number("+15550100200");
        String id = number.path("phoneNumberId").asString();
        Graph graph = new Graph(meta, number.path("accessToken").asString());
        graph.template(meta.number(id), "+15550100999");
        graph.template(meta.number(id), "+15550100998");

        JsonNode arrivals = control.get("/simulator/numbers/" + id + "/arrivals?after=1").body();
        assertThat(arrivals).hasSize(1);
        assertThat(arrivals.at("/0/to").asString()).isEqualTo("15550100998");
        assertThat(arrivals.at("/0/nanos").asLong()).isNotZero();
        JsonNode window = control.get("/simulator/numbers/" + id + "/window").body();
        assertThat(window.path("worstSecond").asInt()).isEqualTo(2);
        assertThat(window.path("budget").asInt()).isEqualTo(20);
        control.delete("/simulator/arrivals");
        assertThat(control.get("/simulator/numbers/" + id + "/arrivals").body()).isEmpty();
        assertThat(control.get("/simulator/numbers/" + id + "/business-reads").body()).isEmpty();
        JsonNode total = control.get("/simulator/arrivals/total").body();
        assertThat(total.path("seen").asLong()).isEqualTo(2);
        assertThat(total.path("accepted").asLong()).isEqualTo(2);
    }

    @Test
    void faultsAreArmedListedAndRemoved() {
        JsonNode number = number("+15550100200");
        Graph graph = new Graph(meta, number.path("accessToken").asString());
        SimulatedNumber shop = meta.number(number.path("phoneNumberId").asString());

        control.post("/simulator/faults", "{\"kind\":\"REFUSE\",\"code\":131026,\"times\":null}");
        assertThat(graph.template(shop, "+15550100999").code()).isEqualTo(131026);
        assertThat(graph.template(shop, "+15550100999").code()).isEqualTo(131026);
        assertThat(control.get("/simulator/faults").body()).hasSize(1);
        control.delete("/simulator/faults");
        assertThat(graph.template(shop, "+15550100999").status()).isEqualTo(200);
    }

    @Test
    void theClockMovesAndTheStoryWithIt() {
        Instant before =
                Instant.parse(control.get("/simulator/clock").body().path("now").asString());

        control.post("/simulator/clock", "{\"advance\":\"P14D\"}");
        Instant after =
                Instant.parse(control.get("/simulator/clock").body().path("now").asString());

        assertThat(Duration.between(before, after))
                .isBetween(Duration.ofDays(14), Duration.ofDays(15));
    }

    @Test
    void thePopupFinishesForANumberNobodyHasHeardOf() {
        JsonNode done =
                control.post(
                                "/simulator/popup",
                                "{\"mode\":\"COEXISTENCE\",\"phoneNumber\":\"+15550100700\"}")
                        .body();

        assertThat(done.path("code").asString()).isNotEmpty();
        assertThat(done.at("/sessionEvent/type").asString()).isEqualTo("WA_EMBEDDED_SIGNUP");
    }

    @Test
    void manyNumbersAreMadeAtOnce() {
        JsonNode all =
                control.post("/simulator/numbers/bulk", "{\"count\":1000,\"connected\":true}")
                        .body();

        assertThat(all).hasSize(1000);
        assertThat(all.at("/999/displayPhoneNumber").asString()).isEqualTo("+15550100999");
    }

    @Test
    void badRequestsAreAnsweredInASentence() {
        String id = number("+15550100200").path("phoneNumberId").asString();
        Map<String, Integer> wanted =
                Map.of(
                        "/simulator/nothing",
                        404,
                        "/simulator/numbers",
                        400,
                        "/simulator/numbers/1/owner-messages",
                        404,
                        "/simulator/numbers/" + id + "/owner-messages",
                        400,
                        "/simulator/numbers/" + id + "/edits",
                        400,
                        "/simulator/numbers/" + id + "/nothing",
                        404,
                        "/simulator/signups",
                        400,
                        "/simulator/faults",
                        400);

        wanted.forEach((path, status) -> {
            Graph.Result result = control.post(path, "{}");
            assertThat(result.status()).as(path).isEqualTo(status);
            assertThat(result.body().path("error").asString()).as(path).isNotEmpty();
        });
        assertThat(control.post("/simulator/clock", "{\"advance\":\"soon\"}").status())
                .isEqualTo(400);
        assertThat(control.post("/simulator/clock", "no json").status()).isEqualTo(400);
    }

    @Test
    void settingsComeFromTheEnvironment() {
        SimulatorSettings settings =
                SimulatorApplication.settings(
                        Map.of(
                                "SERVER_PORT", "1234",
                                "SERVER_ADDRESS", "0.0.0.0",
                                "META_APP_ID", "7",
                                "META_APP_SECRET", "s",
                                "META_VERIFY_TOKEN", "v",
                                "SIMULATOR_ARRIVALS_KEPT", "9"));

        assertThat(settings.port()).isEqualTo(1234);
        assertThat(settings.address()).isEqualTo("0.0.0.0");
        assertThat(settings.app()).isEqualTo(new MetaApp("7", "s", "v"));
        assertThat(settings.app().toString()).doesNotContain("s,");
        assertThat(settings.arrivalsKept()).isEqualTo(9);
    }

    private JsonNode number(String display) {
        Graph.Result made =
                control.post(
                        "/simulator/numbers",
                        "{\"displayPhoneNumber\":\"" + display + "\",\"connected\":true}");
        assertThat(made.status()).isEqualTo(201);
        return made.body();
    }
}
