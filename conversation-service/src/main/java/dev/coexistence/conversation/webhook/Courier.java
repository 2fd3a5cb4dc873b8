package dev.coexistence.conversation.webhook;

import dev.coexistence.conversation.ConversationMetrics;
import dev.coexistence.conversation.ConversationMetrics.Attempt;
import dev.coexistence.conversation.webhook.DeliveryTable.Claimed;
import dev.coexistence.kafka.Traces;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Decides what follows an attempt: delivered, again after the next pause, or dead; and whether the
 * endpoint goes on. An attempt is made at least once: a crash after the receiver's answer repeats
 * it with the same event id.
 */
@Component
class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final EndpointTable endpoints;
    private final DeliveryTable deliveries;
    private final WebhookSender sender;
    private final WebhookSettings settings;
    private final Watch watch;

    /** Its clock, its meters and its traces. */
    @Component
    record Watch(InstantSource time, ConversationMetrics metrics, Traces traces) {}

    Courier(
            EndpointTable endpoints,
            DeliveryTable deliveries,
            WebhookSender sender,
            WebhookSettings settings,
            Watch watch) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.sender = sender;
        this.settings = settings;
        this.watch = watch;
    }

    List<Claimed> claim(long endpoint, int limit) {
        Duration lease = settings.timeout().multipliedBy(4);
        return deliveries.claim(endpoint, limit, watch.time().instant(), lease);
    }

    void deliver(Endpoint endpoint, Claimed claimed) {
        long id = Long.parseLong(endpoint.id());
        AttemptOutcome outcome = send(endpoint.url(), claimed, endpoints.secrets(id));
        deliveries.attempted(claimed.id(), claimed.attempt(), outcome);
        Instant now = watch.time().instant();
        if (outcome.isSuccess()) {
            deliveries.ended(claimed.id(), "DELIVERED", now);
            endpoints.succeeded(id, now);
            watch.metrics().attempted(Attempt.DELIVERED);
            return;
        }
        if (claimed.attempt() > settings.retries().size()) {
            deliveries.ended(claimed.id(), "DEAD", now);
            watch.metrics().attempted(Attempt.DEAD);
        } else {
            deliveries.again(claimed.id(), now.plus(settings.retries().get(claimed.attempt() - 1)));
            watch.metrics().attempted(Attempt.RETRIED);
        }
        judge(id, outcome, now);
    }

    /** One attempt: the last step of the trace, which the receiver may continue. */
    private AttemptOutcome send(String url, Claimed claimed, List<String> secrets) {
        var step = watch.traces().begin("webhook", claimed.traceparent());
        try {
            var event =
                    new WebhookSender.Event(claimed.eventId(), claimed.body(), step.traceparent());
            AttemptOutcome outcome = sender.send(url, event, secrets);
            step.note("event", claimed.eventId()).note("status", String.valueOf(outcome.status()));
            return outcome;
        } finally {
            step.end();
        }
    }

    private void judge(long endpoint, AttemptOutcome outcome, Instant now) {
        Instant failingSince = endpoints.failed(endpoint, now);
        String reason = null;
        if (outcome.isGone()) {
            reason = "The receiver answered 410 Gone";
        } else if (!failingSince.plus(settings.pauseAfter()).isAfter(now)) {
            reason = "No delivery has succeeded since " + failingSince;
        }
        if (reason != null && endpoints.pause(endpoint, reason)) {
            watch.metrics().paused();
            LOG.atWarn()
                    .addKeyValue("endpoint", endpoint)
                    .addKeyValue("reason", reason)
                    .log("A webhook endpoint was paused");
        }
    }
}
