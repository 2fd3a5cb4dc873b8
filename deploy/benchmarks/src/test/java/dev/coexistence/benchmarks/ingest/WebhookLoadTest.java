package dev.coexistence.benchmarks.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WebhookLoadTest {

    @Test
    void findsTheIdentityOfAWebhook() {
        try (WebhookLoad load = new WebhookLoad(575, 1)) {
            byte[] body = load.body();

            assertThat(body).hasSizeBetween(570, 600);
            assertThat(RawTopic.wamid(body)).isEqualTo("LOAD1");
        }
    }
}
