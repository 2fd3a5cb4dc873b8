package dev.coexistence.conversation.page.operations;

import dev.coexistence.conversation.reading.Page;
import dev.coexistence.conversation.webhook.DeliveryView;
import dev.coexistence.conversation.webhook.Endpoint;
import dev.coexistence.conversation.webhook.WebhookEndpoints.EndpointRequest;
import dev.coexistence.conversation.webhook.WebhookEndpoints.EndpointSecret;
import dev.coexistence.conversation.webhook.WebhookEndpoints.TestResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The webhooks that go out, as far as the page manages them. */
public interface Outgoing {
    List<Endpoint> endpoints();

    Endpoint endpoint(String id);

    EndpointSecret create(EndpointRequest request);

    EndpointSecret rotate(String id);

    void pause(String id);

    void resume(String id);

    void delete(String id);

    TestResult test(String id);

    Page<DeliveryView> deliveries(String id, @Nullable String state, @Nullable String cursor);

    int replay(String id, String delivery);

    int replay(String id, Instant from, Instant to);
}
