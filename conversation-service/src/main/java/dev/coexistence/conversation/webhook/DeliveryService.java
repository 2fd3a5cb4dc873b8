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
 * Delivery of webhooks: after an attempt a delivery is delivered, retried after the next pause, or
 * dead, and the endpoint goes on or is paused. An attempt is made at least once: a crash after the
 * receiver's answer repeats it with the same event id.
 */
@Component
class DeliveryService {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryService.class);

    private final EndpointTable endpoints;
    private final DeliveryTable deliveries;
    private final WebhookSender sender;
    private final WebhookSettings settings;
    private final InstantSource time;
    private final ConversationMetrics metrics;
    private final Traces traces;

    DeliveryService(
            EndpointTable endpoints,
            DeliveryTable deliveries,
            WebhookSender sender,
            WebhookSettings settings,
            InstantSource time,
            ConversationMetrics metrics,
            Traces traces) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.sender = sender;
        this.settings = settings;
        this.time = time;
        this.metrics = metrics;
        this.traces = traces;
    }

    List<Claimed> claim(long endpoint, int limit) {
        Duration lease = settings.timeout().multipliedBy(4);
        return deliveries.claim(endpoint, limit, time.instant(), lease);
    }

    void deliver(Endpoint endpoint, Claimed claimed) {
        long id = Long.parseLong(endpoint.id());
        AttemptOutcome outcome = send(endpoint.url(), claimed, endpoints.secrets(id));
        deliveries.recordAttempt(claimed.id(), claimed.attempt(), outcome);
        Instant now = time.instant();
        if (outcome.isSuccess()) {
            deliveries.finish(claimed.id(), "DELIVERED", now);
            endpoints.recordSuccess(id, now);
            metrics.countAttempt(Attempt.DELIVERED);
            return;
        }
        if (claimed.attempt() > settings.retries().size()) {
            deliveries.finish(claimed.id(), "DEAD", now);
            metrics.countAttempt(Attempt.DEAD);
        } else {
            deliveries.again(claimed.id(), now.plus(settings.retries().get(claimed.attempt() - 1)));
            metrics.countAttempt(Attempt.RETRIED);
        }
        judge(id, outcome, now);
    }

    /** One attempt: the last step of the trace, which the receiver may continue. */
    private AttemptOutcome send(String url, Claimed claimed, List<String> secrets) {
        var step = traces.begin("webhook", claimed.traceparent());
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
        Instant failingSince = endpoints.recordFailure(endpoint, now);
        String reason = null;
        if (outcome.isGone()) {
            reason = "The receiver answered 410 Gone";
        } else if (!failingSince.plus(settings.pauseAfter()).isAfter(now)) {
            reason = "No delivery has succeeded since " + failingSince;
        }
        if (reason != null && endpoints.pause(endpoint, reason)) {
            metrics.countPause();
            LOG.atWarn()
                    .addKeyValue("endpoint", endpoint)
                    .addKeyValue("reason", reason)
                    .log(
                            "A webhook endpoint was paused: it failed for longer than webhooks.pause-after, or answered 410");
        }
    }
}
