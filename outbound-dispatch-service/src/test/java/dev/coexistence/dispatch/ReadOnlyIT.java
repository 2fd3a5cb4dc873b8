package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.SendResult;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import dev.coexistence.simulator.number.NumberSpec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The primary is demoted for 12 s: sessions end, and new ones are read-only, those that stay open
 * also once it is over.
 */
class ReadOnlyIT {

    @Test
    void parksOnlyWhatIsUnreadableAndThatOnceAndSendsTheRestAfterwards() throws Exception {
        try (var meta = Simulator.start(SimulatorSettings.defaults());
                var stage = new Stage(meta);
                var service = stage.start("demoted")) {
            var number = meta.addNumber(NumberSpec.fullMigration("+15550107011"));
            stage.connected(number);
            stage.command(Stage.text("before", number, "15550100901").build());
            await().atMost(Duration.ofSeconds(20)).until(() -> stage.ends("before").size() == 1);

            stage.readOnly(true);
            String key = number.phoneNumberId();
            stage.publish(Topics.SEND_COMMANDS, key, "not avro".getBytes(StandardCharsets.UTF_8));
            stage.command(Stage.text("during", number, "15550100902").build());
            await().atMost(Duration.ofSeconds(20)).until(() -> readiness(service) == 503);
            await().pollDelay(Duration.ofSeconds(12))
                    .atMost(Duration.ofSeconds(14))
                    .until(() -> stage.ends("during").isEmpty());
            stage.readOnly(false);

            await().atMost(Duration.ofSeconds(30)).until(() -> stage.ends("during").size() == 1);
            assertThat(stage.ends("during")).extracting(SendResult::getTerminal).containsOnly(true);
            assertThat(stage.deadLetters(key)).hasSize(1);
            await().atMost(Duration.ofSeconds(20)).until(() -> readiness(service) == 200);
        }
    }

    private static int readiness(ConfigurableApplicationContext service) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(
                            URI.create(
                                    "http://127.0.0.1:"
                                            + Stage.managementPort(service)
                                            + "/actuator/health/readiness"));
            return http.send(request.build(), BodyHandlers.ofString()).statusCode();
        }
    }
}
