package dev.coexistence.conversation.page.operations;

import dev.coexistence.conversation.reading.Page;
import dev.coexistence.conversation.webhook.DeliveryView;
import dev.coexistence.conversation.webhook.Endpoint;
import dev.coexistence.conversation.webhook.WebhookEndpoints;
import dev.coexistence.conversation.webhook.WebhookEndpoints.EndpointRequest;
import dev.coexistence.conversation.webhook.WebhookEndpoints.EndpointSecret;
import dev.coexistence.conversation.webhook.WebhookEndpoints.TestResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The webhooks that this service sends. */
@Component
class StoredOutgoing implements Outgoing {
    private static final int DELIVERIES = 50;
    private final WebhookEndpoints endpoints;

    StoredOutgoing(WebhookEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public List<Endpoint> endpoints() {
        return endpoints.list();
    }

    @Override
    public Endpoint endpoint(String id) {
        return endpoints.find(id);
    }

    @Override
    public EndpointSecret create(EndpointRequest request) {
        return endpoints.create(request);
    }

    @Override
    public EndpointSecret rotate(String id) {
        return endpoints.rotate(id);
    }

    @Override
    public void pause(String id) {
        endpoints.pause(id);
    }

    @Override
    public void resume(String id) {
        endpoints.resume(id);
    }

    @Override
    public void delete(String id) {
        endpoints.delete(id);
    }

    @Override
    public TestResult test(String id) {
        return endpoints.test(id);
    }

    @Override
    public Page<DeliveryView> deliveries(
            String id, @Nullable String state, @Nullable String cursor) {
        return endpoints.deliveries(id, state, cursor, DELIVERIES);
    }

    @Override
    public int replay(String id, String delivery) {
        return endpoints.replay(id, delivery);
    }

    @Override
    public int replay(String id, Instant from, Instant to) {
        return endpoints.replay(id, from, to);
    }
}
