package dev.coexistence.conversation.page;

import dev.coexistence.conversation.page.operations.Outgoing;
import dev.coexistence.conversation.reading.BadQuery;
import dev.coexistence.conversation.reading.NotFound;
import dev.coexistence.conversation.reading.Page;
import dev.coexistence.conversation.webhook.DeliveryView;
import dev.coexistence.conversation.webhook.DeliveryView.Attempt;
import dev.coexistence.conversation.webhook.Endpoint;
import dev.coexistence.conversation.webhook.WebhookEndpoints.EndpointRequest;
import dev.coexistence.conversation.webhook.WebhookEndpoints.EndpointSecret;
import dev.coexistence.conversation.webhook.WebhookEndpoints.TestResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Webhook endpoints in memory, each with one delivery that was given up. */
final class FakeOutgoing implements Outgoing {
    private final Map<String, Endpoint> endpoints = new ConcurrentSkipListMap<>();
    private final InstantSource time;
    private volatile String replayed = "";

    FakeOutgoing(InstantSource time) {
        this.time = time;
    }

    void forget() {
        endpoints.clear();
        replayed = "";
    }

    /** The last delivery that was sent again. */
    String replayed() {
        return replayed;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints.values());
    }

    @Override
    public Endpoint endpoint(String id) {
        Endpoint found = endpoints.get(id);
        if (found == null) {
            throw new NotFound("webhook endpoint", id);
        }
        return found;
    }

    @Override
    public EndpointSecret create(EndpointRequest request) {
        String url = request.url() == null ? "" : request.url();
        if (!url.startsWith("https://")) {
            throw new BadQuery("url", "It must begin with https://");
        }
        List<String> types = request.types() == null ? List.of() : request.types();
        String id = Integer.toString(endpoints.size() + 1);
        var endpoint =
                new Endpoint(
                        id,
                        url,
                        request.description(),
                        types,
                        List.of(),
                        false,
                        "ACTIVE",
                        null,
                        null,
                        null,
                        time.instant());
        endpoints.put(id, endpoint);
        return new EndpointSecret(endpoint, "whsec_test");
    }

    @Override
    public EndpointSecret rotate(String id) {
        return new EndpointSecret(endpoint(id), "whsec_other");
    }

    @Override
    public void pause(String id) {
        state(id, "PAUSED", "Paused by hand");
    }

    @Override
    public void resume(String id) {
        state(id, "ACTIVE", null);
    }

    private void state(String id, String state, @Nullable String reason) {
        Endpoint e = endpoint(id);
        endpoints.put(
                id,
                new Endpoint(
                        id,
                        e.url(),
                        e.description(),
                        e.types(),
                        e.numbers(),
                        e.includeJson(),
                        state,
                        reason,
                        e.failingSince(),
                        e.lastSuccessAt(),
                        e.createdAt()));
    }

    @Override
    public void delete(String id) {
        endpoints.remove(id);
    }

    @Override
    public TestResult test(String id) {
        return new TestResult(true, 12, 200, null);
    }

    @Override
    public Page<DeliveryView> deliveries(
            String id, @Nullable String state, @Nullable String cursor) {
        Instant at = time.instant();
        return new Page<>(
                List.of(
                        new DeliveryView(
                                "7",
                                "evt_7",
                                "message.echo",
                                "1",
                                "2",
                                "DEAD",
                                2,
                                at,
                                null,
                                at,
                                List.of(
                                        new Attempt(1, at, 5, 500, null),
                                        new Attempt(2, at, 3000, null, "No answer in time")))),
                null);
    }

    @Override
    public int replay(String id, String delivery) {
        replayed = delivery;
        return 1;
    }

    @Override
    public int replay(String id, Instant from, Instant to) {
        replayed = from + " " + to;
        return 3;
    }
}
