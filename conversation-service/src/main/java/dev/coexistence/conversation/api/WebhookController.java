package dev.coexistence.conversation.api;

import dev.coexistence.conversation.reading.BadQuery;
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
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Webhook endpoints, their delivery log and replays. */
@RestController
@RequestMapping("/v1/webhook-endpoints")
class WebhookController {
    private final WebhookEndpoints endpoints;

    WebhookController(WebhookEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** All endpoints. */
    record EndpointList(List<Endpoint> items) {}

    /** A time range to send again: from, inclusive, to, exclusive. */
    record ReplayRequest(@Nullable Instant from, @Nullable Instant to) {}

    /** Number of deliveries that were queued again. */
    record Replayed(int replayed) {}

    @GetMapping
    EndpointList list() {
        return new EndpointList(endpoints.list());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    EndpointSecret create(@RequestBody EndpointRequest request) {
        return endpoints.create(request);
    }

    @GetMapping("/{id}")
    Endpoint show(@PathVariable String id) {
        return endpoints.find(id);
    }

    @PutMapping("/{id}")
    Endpoint change(@PathVariable String id, @RequestBody EndpointRequest request) {
        return endpoints.change(id, request);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String id) {
        endpoints.delete(id);
    }

    @PostMapping("/{id}/rotate-secret")
    EndpointSecret rotate(@PathVariable String id) {
        return endpoints.rotate(id);
    }

    @PostMapping("/{id}/pause")
    Endpoint pause(@PathVariable String id) {
        return endpoints.pause(id);
    }

    @PostMapping("/{id}/resume")
    Endpoint resume(@PathVariable String id) {
        return endpoints.resume(id);
    }

    @PostMapping("/{id}/test")
    TestResult test(@PathVariable String id) {
        return endpoints.test(id);
    }

    @GetMapping("/{id}/deliveries")
    Page<DeliveryView> deliveries(
            @PathVariable String id,
            @RequestParam @Nullable String state,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        return endpoints.deliveries(id, state, cursor, limit);
    }

    @PostMapping("/{id}/deliveries/{deliveryId}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Replayed replayOne(@PathVariable String id, @PathVariable String deliveryId) {
        return new Replayed(endpoints.replay(id, deliveryId));
    }

    @PostMapping("/{id}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Replayed replay(@PathVariable String id, @RequestBody ReplayRequest range) {
        if (range.from() == null || range.to() == null) {
            throw new BadQuery("from", "from and to are needed");
        }
        return new Replayed(endpoints.replay(id, range.from(), range.to()));
    }
}
