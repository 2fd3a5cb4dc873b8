package dev.coexistence.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.ingest.Signed;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever bytes come in, the answer depends on their signature and never on what they say. */
class EndpointFuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_122L);
    private static final int BODIES = Integer.getInteger("fuzz.requests", 10_000);

    @Test
    void neverAnswers5xxBecauseOfContent() {
        var endpoint = new Endpoint();
        var random = new Random(SEED);
        int accepted = 0;
        for (int i = 0; i < BODIES; i++) {
            byte[] body = body(random);
            boolean forged = random.nextInt(5) == 0;
            var response =
                    forged
                            ? endpoint.post(body, Signed.header(body, "not-ours"))
                            : endpoint.postSigned(body);
            assertThat(Endpoint.status(response))
                    .as("body %d of seed %d", i, SEED)
                    .isEqualTo(forged ? 401 : 200);
            accepted += forged ? 0 : 1;
            assertThat(endpoint.log.bodies).hasSize(forged ? 0 : 1);
            endpoint.log.bodies.forEach(
                    kept -> assertThat(NumberScan.keyOf(kept.bytes())).isNotEmpty());
            endpoint.log.bodies.clear();
        }
        assertThat(endpoint.count("accepted")).isEqualTo(accepted);
        assertThat(endpoint.inFlight.requests()).isZero();
        assertThat(endpoint.inFlight.bytes()).isZero();
    }

    private static byte[] body(Random random) {
        byte[] body = new byte[random.nextInt(400)];
        random.nextBytes(body);
        if (random.nextBoolean()) {
            byte[] name = "{\"phone_number_id\" : \"".getBytes(StandardCharsets.UTF_8);
            System.arraycopy(name, 0, body, 0, Math.min(name.length, body.length));
        }
        return body;
    }
}
