package dev.coexistence.conversation.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetCheckTest {
    private static final List<String> SECRETS = List.of("whsec_AAAA");
    private static final WebhookSender.Event EVENT = new WebhookSender.Event("evt", "{}", null);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://localhost/",
                "https://[::1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://10.1.2.3/",
                "https://169.254.169.254/latest",
                "https://[fe80::1]/",
                "https://inside.example/",
                "https://unknown.example/",
                "http://outside.example/",
                "ftp://outside.example/",
                "https://user@outside.example/",
                "https://outside.example:22/",
                "https://outside.example:80/",
                "https://outside.example:0/",
                "https://2130706433/",
                "https://wire.example/",
                "https://translated.example/",
                "no url"
            })
    void refusesWhatMustNotBeReached(String target) {
        var settings = settings(false);
        var check = new TargetCheck(settings, TargetCheckTest::names);

        assertThat(check.refusal(target)).isPresent();
        assertThat(sender(check, settings).send(target, EVENT, SECRETS).problem())
                .isEqualTo("REFUSED_TARGET");
    }

    @Test
    void allowsAPublicHost() {
        var check = new TargetCheck(settings(false), TargetCheckTest::names);

        assertThat(check.refusal("https://outside.example/hook")).isEmpty();
        assertThat(check.refusal("https://outside.example:8443/hook")).isEmpty();
    }

    @Test
    void allowsThePortsThatAreSet() {
        var check = new TargetCheck(settings(false, 9443), TargetCheckTest::names);

        assertThat(check.refusal("https://outside.example:9443/hook")).isEmpty();
        assertThat(check.refusal("https://outside.example/hook"))
                .hasValue("Its port must be one of 9443");
    }

    @Test
    void letsLocalTargetsPassWhereThatIsSet() throws IOException {
        try (var receiver = new Receiver()) {
            var settings = settings(true);
            var check = new TargetCheck(settings);

            assertThat(sender(check, settings).send(receiver.url("/"), EVENT, SECRETS).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesANameThatTurnsPrivateBetweenCheckAndConnection() throws IOException {
        try (var receiver = new Receiver()) {
            var lookups = new AtomicInteger();
            var settings = settings(false, receiver.port());
            var check =
                    new TargetCheck(
                            settings,
                            _ ->
                                    lookups.incrementAndGet() == 1
                                            ? addresses("93.184.215.14")
                                            : addresses("127.0.0.1"));

            var outcome =
                    sender(check, settings)
                            .send(
                                    "https://rebound.example:" + receiver.port() + "/",
                                    EVENT,
                                    SECRETS);

            assertThat(outcome.problem()).isEqualTo("REFUSED_TARGET");
            assertThat(lookups).hasValue(2);
            assertThat(receiver.received()).isEmpty();
        }
    }

    private static InetAddress[] names(String host) throws UnknownHostException {
        return switch (host) {
            case "outside.example" -> addresses("93.184.215.14");
            case "inside.example" -> addresses("93.184.215.14", "192.168.1.1");
            case "wire.example" -> addresses("168.63.129.16");
            case "translated.example" -> addresses("64:ff9b:1::a00:1");
            case "unknown.example" -> throw new UnknownHostException(host);
            default -> InetAddress.getAllByName(host);
        };
    }

    private static InetAddress[] addresses(String... literals) throws UnknownHostException {
        var addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.getByName(literals[i]);
        }
        return addresses;
    }

    private static WebhookSender sender(TargetCheck check, WebhookSettings settings) {
        return new WebhookSender(check, settings, InstantSource.system());
    }

    private static WebhookSettings settings(boolean allowPrivate, int... ports) {
        return new WebhookSettings(
                allowPrivate,
                ports.length == 0
                        ? Set.of(443, 8443)
                        : Arrays.stream(ports).boxed().collect(Collectors.toSet()),
                List.of(),
                Duration.ofDays(5),
                Duration.ofSeconds(5),
                8,
                Duration.ofDays(1));
    }
}
