package dev.coexistence.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.simulator.fault.ActiveFaults;
import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.trace.Arrival;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final String ANA = "+15550100999";

    private final Simulator meta = Simulator.start(SimulatorSettings.defaults());
    private final SimulatedNumber shop =
            meta.addNumber(NumberSpec.coexistence("+15550100200").withWindowAlwaysOpen());
    private final Graph graph = new Graph(meta, meta.tokenOf(shop));

    @AfterEach
    void stop() {
        meta.close();
    }

    @Test
    void aStormRefusesAsOftenAsAsked() {
        meta.faults().add(Fault.refuse(130429).forNumber(shop.phoneNumberId()).times(3));

        List<Integer> codes = List.of(send(), send(), send(), send());

        assertThat(codes).containsExactly(130429, 130429, 130429, 0);
        assertThat(meta.window(shop.phoneNumberId()).refused()).isEqualTo(3);
    }

    @Test
    void strikesOnlyTheRecipientMeant() {
        meta.faults().add(Fault.refuse(131026).to("+15550100998").always());

        assertThat(send()).isZero();
        assertThat(graph.text(shop, "+15550100998", "").code()).isEqualTo(131026);
    }

    @Test
    void aTimeoutAfterAcceptanceHasSentTheMessage() {
        meta.faults().add(Fault.of(Fault.Kind.TIMEOUT_AFTER_ACCEPTANCE));

        assertThatThrownBy(this::sendImpatiently).hasCauseInstanceOf(HttpTimeoutException.class);

        Arrival arrival = meta.arrivals().getFirst();
        assertThat(arrival.accepted()).isTrue();
        assertThat(arrival.status()).isZero();
        assertThat(send()).isZero();
    }

    @Test
    void aTimeoutBeforeAcceptanceHasNot() {
        meta.faults()
                .add(
                        Fault.of(Fault.Kind.TIMEOUT_BEFORE_ACCEPTANCE)
                                .withHang(Duration.ofMillis(50)));

        assertThatThrownBy(this::send).isInstanceOf(UncheckedIOException.class);

        assertThat(meta.arrivals().getFirst().accepted()).isFalse();
    }

    @Test
    void serverErrorsComeWithAndWithoutAcceptance() {
        meta.faults().add(Fault.of(Fault.Kind.ERROR_BEFORE_ACCEPTANCE).withStatus(503));
        assertThat(graph.text(shop, ANA, "a").status()).isEqualTo(503);
        meta.faults().add(Fault.of(Fault.Kind.ERROR_AFTER_ACCEPTANCE).withStatus(500));
        assertThat(graph.text(shop, ANA, "b").status()).isEqualTo(500);

        assertThat(meta.arrivals())
                .extracting(a -> a.callbackData() + a.accepted() + a.status())
                .containsExactly("afalse503", "btrue500");
    }

    @Test
    void aResetIsAReset() {
        meta.faults().add(Fault.of(Fault.Kind.RESET_AFTER_ACCEPTANCE));
        meta.faults().add(Fault.of(Fault.Kind.RESET_BEFORE_ACCEPTANCE).to("+15550100998"));

        assertThatThrownBy(this::send).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> graph.text(shop, "+15550100998", ""))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(meta.arrivals()).extracting(Arrival::accepted).containsExactly(true, false);
    }

    @Test
    void chanceComesFromItsSeed() {
        ActiveFaults one = new ActiveFaults();
        ActiveFaults same = new ActiveFaults();
        one.add(Fault.refuse(1).always().withProbability(0.5, 7));
        same.add(Fault.refuse(1).always().withProbability(0.5, 7));
        int struck = 0;
        for (int i = 0; i < 200; i++) {
            int count = one.strike("messages", "n", "").size();

            assertThat(same.strike("messages", "n", "")).hasSize(count);
            struck += count;
        }
        assertThat(struck).isBetween(60, 140);
    }

    @Test
    void otherEndpointsMisbehaveToo() {
        meta.faults().add(Fault.of(Fault.Kind.ERROR_BEFORE_ACCEPTANCE).at("phone_numbers"));
        meta.faults().add(Fault.of(Fault.Kind.RESET_AFTER_ACCEPTANCE).at("subscribed_apps"));

        String waba = "/v25.0/" + shop.wabaId();

        assertThat(graph.get(waba + "/phone_numbers").status()).isEqualTo(500);
        assertThat(graph.get(waba + "/phone_numbers").status()).isEqualTo(200);
        assertThatThrownBy(() -> graph.delete(waba + "/subscribed_apps"))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(graph.get(waba + "/subscribed_apps").body().path("data")).isEmpty();
    }

    @Test
    void latencyIsAddedToEveryAnswer() {
        meta.setLatency(Duration.ofMillis(120));
        long before = System.nanoTime();

        assertThat(send()).isZero();

        assertThat(System.nanoTime() - before).isGreaterThan(120_000_000L);
    }

    private int send() {
        return graph.text(shop, ANA, "").code();
    }

    private void sendImpatiently() {
        try {
            graph.raw(
                    graph.to("/v25.0/" + shop.phoneNumberId() + "/messages")
                            .timeout(Duration.ofMillis(200))
                            .POST(
                                    java.net.http.HttpRequest.BodyPublishers.ofString(
                                            """
                                            {"messaging_product":"whatsapp","to":"+15550100999",
                                             "type":"text","text":{"body":"hello"}}\
                                            """)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
