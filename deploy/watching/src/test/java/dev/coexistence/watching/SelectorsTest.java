package dev.coexistence.watching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelectorsTest {
    @Test
    void findsWhatAnExpressionAsksFor() {
        assertThat(
                        Selectors.of(
                                List.of(
                                        "sum by (number) (rate(whatsapp_dispatch_sent_total{outcome=\"unknown\"}[5m])) > 1",
                                        "number:whatsapp_dispatch_sent:rate1m and on (phone_number_id) up{job=\"whatsapp\"} == 0")))
                .containsExactly(
                        "whatsapp_dispatch_sent_total{outcome=\"unknown\"}",
                        "number:whatsapp_dispatch_sent:rate1m",
                        "up{job=\"whatsapp\"}");
    }
}
