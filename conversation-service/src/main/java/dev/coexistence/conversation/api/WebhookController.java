package dev.coexistence.conversation.api;

import dev.coexistence.access.Caller;
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
    EndpointList list(Caller caller) {
        return new EndpointList(endpoints.list(caller));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    EndpointSecret create(Caller caller, @RequestBody EndpointRequest request) {
        return endpoints.create(caller, request);
    }

    @GetMapping("/{id}")
    Endpoint show(Caller caller, @PathVariable String id) {
        return endpoints.find(caller, id);
    }

    @PutMapping("/{id}")
    Endpoint change(Caller caller, @PathVariable String id, @RequestBody EndpointRequest request) {
        return endpoints.change(caller, id, request);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable String id) {
        endpoints.delete(caller, id);
    }

    @PostMapping("/{id}/rotate-secret")
    EndpointSecret rotate(Caller caller, @PathVariable String id) {
        return endpoints.rotate(caller, id);
    }

    @PostMapping("/{id}/pause")
    Endpoint pause(Caller caller, @PathVariable String id) {
        return endpoints.pause(caller, id);
    }

    @PostMapping("/{id}/resume")
    Endpoint resume(Caller caller, @PathVariable String id) {
        return endpoints.resume(caller, id);
    }

    @PostMapping("/{id}/test")
    TestResult test(Caller caller, @PathVariable String id) {
        return endpoints.test(caller, id);
    }

    @GetMapping("/{id}/deliveries")
    Page<DeliveryView> deliveries(
            Caller caller,
            @PathVariable String id,
            @RequestParam @Nullable String state,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        return endpoints.deliveries(caller, id, state, cursor, limit);
    }

    @PostMapping("/{id}/deliveries/{deliveryId}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Replayed replayOne(Caller caller, @PathVariable String id, @PathVariable String deliveryId) {
        return new Replayed(endpoints.replay(caller, id, deliveryId));
    }

    @PostMapping("/{id}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Replayed replay(Caller caller, @PathVariable String id, @RequestBody ReplayRequest range) {
        if (range.from() == null || range.to() == null) {
            throw new BadQuery("from", "from and to are needed");
        }
        return new Replayed(endpoints.replay(caller, id, range.from(), range.to()));
    }
}
