package dev.coexistence.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.TestService.Answer;
import dev.coexistence.access.kit.TestIssuer;
import dev.coexistence.http.ClientAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {
    private static final int ALLOWED = 10;

    /** Keys that nobody has, each well spelt, from three times as many addresses as are kept. */
    @Test
    void aFloodFromManyAddressesTakesBoundedMemoryAndEachIsSlowed() throws UnknownHostException {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var attempts = new FailedAttempts(ALLOWED);

        for (int i = 0; i < 3 * FailedAttempts.MOST; i++) {
            assertThat(attempts.note(address(random))).as("seed %s, %s", seed, i).isNull();
        }
        assertThat(attempts.size()).as("seed %s", seed).isLessThanOrEqualTo(FailedAttempts.MOST);

        ClientAddress guesser = address(random);
        for (int i = 0; i < ALLOWED; i++) {
            assertThat(attempts.note(guesser)).isNull();
        }
        assertThat(attempts.note(guesser))
                .isNotNull()
                .satisfies(refusal -> {
                    assertThat(refusal.reason()).isEqualTo("too-many-failures");
                    assertThat(refusal.getHeaders().getFirst("Retry-After")).isNotNull();
                });
    }

    /** A house has a /64: its addresses are one. */
    @Test
    void theAddressesOfOneHouseAreOne() throws UnknownHostException {
        var attempts = new FailedAttempts(ALLOWED);
        byte[] address = InetAddress.getByName("2001:db8:1:2::").getAddress();

        for (int i = 0; i < ALLOWED; i++) {
            address[15] = (byte) i;
            assertThat(attempts.note(ClientAddress.of(InetAddress.getByAddress(address)))).isNull();
        }

        address[15] = (byte) 0xff;
        assertThat(attempts.note(ClientAddress.of(InetAddress.getByAddress(address)))).isNotNull();
    }

    @Test
    void noHeaderMakesACallerComeFromElsewhere() throws IOException {
        try (TestIssuer issuer = TestIssuer.start();
                TestService service =
                        TestService.closed(
                                issuer,
                                "--access.failures-per-minute=" + ALLOWED,
                                "--spring.config.import=classpath:service-defaults.yaml",
                                "--spring.main.cloud-platform=kubernetes")) {
            int[] statuses = new int[ALLOWED + 1];
            for (int i = 0; i <= ALLOWED; i++) {
                Answer answer =
                        service.get(
                                "/v1/me",
                                "X-Forwarded-For: 192.0.2." + i,
                                "Forwarded: for=192.0.2." + i,
                                "Authorization: Bearer " + issuer.unsigned(claims -> claims));
                statuses[i] = answer.status();
            }

            assertThat(Arrays.copyOf(statuses, ALLOWED)).containsOnly(401);
            assertThat(statuses[ALLOWED]).isEqualTo(429);
            assertThat(service.refused("too-many-failures")).isEqualTo(1);
            assertThat(service.get("/v1/me?access_token=" + issuer.operator()).status())
                    .as("credentials in an address are none")
                    .isEqualTo(401);
        }
    }

    private static ClientAddress address(RandomGenerator random) throws UnknownHostException {
        byte[] address = new byte[16];
        random.nextBytes(address);
        address[0] = 0x20;
        address[1] = 0x01;
        return ClientAddress.of(InetAddress.getByAddress(address));
    }
}
