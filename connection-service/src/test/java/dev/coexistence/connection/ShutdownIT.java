package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SignUpMode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The service is asked to end while it works. */
class ShutdownIT {

    @Test
    void anOnboardingUnderWayIsFinishedAndAnswered() throws Exception {
        try (var service = RunningService.start(Map.of());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var number = service.meta.addNumber(NumberSpec.onTheApp("+15550105001"));
            String signUp =
                    service.post(
                                    "/v1/signups",
                                    "{\"mode\": \"COEXISTENCE\", \"phoneNumber\": \""
                                            + number.displayPhoneNumber()
                                            + "\"}")
                            .body()
                            .path("signupId")
                            .asString();
            var popup = service.meta.signUp(number.phoneNumberId(), SignUpMode.COEXISTENCE);
            service.meta.setLatency(Duration.ofMillis(200));
            var answer =
                    CompletableFuture.supplyAsync(
                            () ->
                                    service.post(
                                            "/v1/signups/" + signUp + "/complete",
                                            "{\"code\": \""
                                                    + popup.code()
                                                    + "\", \"sessionEvent\": "
                                                    + popup.sessionEvent()
                                                    + "}"),
                            threads);
            await().atMost(Duration.ofSeconds(10))
                    .until(() ->
                            service.get("/v1/signups/" + signUp)
                                    .body()
                                    .path("state")
                                    .asString("")
                                    .equals("ONBOARDING"));

            service.stop();

            var given = answer.get(1, TimeUnit.SECONDS);
            assertThat(given.status()).isEqualTo(200);
            assertThat(given.body().path("state").asString()).isEqualTo("CONNECTED");
            assertThat(service.logs.list)
                    .noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.ERROR));
        }
    }
}
