package dev.coexistence.connection.onboarding;

import dev.coexistence.connection.lifecycle.LinkCheck;
import dev.coexistence.graph.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Sends the ingest gateway an empty webhook, once signed with the app's secret and once wrongly:
 * the first must be taken, the second must not.
 */
public class SignatureProbe {
    private static final byte[] EMPTY_WEBHOOK =
            "{\"object\":\"whatsapp_business_account\",\"entry\":[]}"
                    .getBytes(StandardCharsets.UTF_8);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration GOOD_FOR = Duration.ofHours(1);

    private final Optional<URI> webhook;
    private final Secret appSecret;
    private final InstantSource time;
    private @Nullable LinkCheck passed;
    private Instant passedAt = Instant.MIN;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /**
     * @param webhook where the gateway takes webhooks; empty: the check stays pending
     */
    public SignatureProbe(Optional<URI> webhook, Secret appSecret, InstantSource time) {
        this.webhook = webhook;
        this.appSecret = appSecret;
        this.time = time;
    }

    /** The gateway is the same for every number, so what has passed counts for a while. */
    synchronized LinkCheck check() {
        Instant now = time.instant();
        if (passed != null && now.isBefore(passedAt.plus(GOOD_FOR))) {
            return passed;
        }
        LinkCheck check = probe();
        passed = check.status() == LinkCheck.Status.PASSED ? check : null;
        passedAt = now;
        return check;
    }

    private LinkCheck probe() {
        if (webhook.isEmpty()) {
            return LinkCheck.pending(
                    LinkCheck.Subject.SIGNATURE, "self-test.webhook-url is not set");
        }
        try {
            int signed = post(webhook.get(), signature());
            int forged = post(webhook.get(), "0".repeat(64));
            return verdict(signed, forged);
        } catch (IOException e) {
            return LinkCheck.pending(
                    LinkCheck.Subject.SIGNATURE, "the ingest gateway could not be reached");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return LinkCheck.pending(LinkCheck.Subject.SIGNATURE, "this service was stopping");
        }
    }

    static LinkCheck verdict(int signed, int forged) {
        if (signed == 401 || signed == 403) {
            return LinkCheck.failed(
                    LinkCheck.Subject.SIGNATURE,
                    "the ingest gateway refuses what is signed with the app's secret");
        }
        if (signed != 200) {
            return LinkCheck.pending(
                    LinkCheck.Subject.SIGNATURE,
                    "the ingest gateway answered " + signed + " to a signed webhook");
        }
        if (forged == 200) {
            return LinkCheck.failed(
                    LinkCheck.Subject.SIGNATURE, "the ingest gateway takes a wrong signature");
        }
        return LinkCheck.passed(
                LinkCheck.Subject.SIGNATURE,
                "signed webhook taken, wrongly signed one refused with " + forged);
    }

    private int post(URI address, String signature) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(address)
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .header("X-Hub-Signature-256", "sha256=" + signature)
                        .POST(BodyPublishers.ofByteArray(EMPTY_WEBHOOK))
                        .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private String signature() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            appSecret.value().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(EMPTY_WEBHOOK));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK lacks HmacSHA256", e);
        }
    }
}
