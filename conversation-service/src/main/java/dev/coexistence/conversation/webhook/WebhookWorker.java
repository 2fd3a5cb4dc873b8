package dev.coexistence.conversation.webhook;

import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.live.Permits;
import dev.coexistence.conversation.live.PollingWorker;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs the deliveries: one virtual thread turns changes into deliveries, and for each endpoint
 * there is a bounded number under way, so a slow endpoint keeps only itself waiting. Stopping waits
 * for the deliveries under way.
 */
@Component
class WebhookWorker implements SmartLifecycle {
    private static final long LOOK_MILLIS = 500;

    private final FanOut fanOut;
    private final DeliveryService service;
    private final EndpointTable endpoints;
    private final StoredBodies bodies;
    private final PollingWorker worker;
    private final int inFlight;
    private final Map<Long, Permits> permits = new HashMap<>();

    WebhookWorker(
            FanOut fanOut,
            DeliveryService service,
            EndpointTable endpoints,
            StoredBodies bodies,
            ChangeFeed feed,
            WebhookSettings settings) {
        this.fanOut = fanOut;
        this.service = service;
        this.endpoints = endpoints;
        this.bodies = bodies;
        this.worker = new PollingWorker("webhooks", feed, LOOK_MILLIS);
        this.inFlight = settings.inFlight();
    }

    @Override
    public void start() {
        worker.start(this::round);
    }

    @Override
    public void stop() {
        worker.stop();
    }

    @Override
    public boolean isRunning() {
        return worker.isRunning();
    }

    private int round() {
        int done = fanOut.step();
        for (Endpoint endpoint : endpoints.list()) {
            if (EndpointTable.ACTIVE.equals(endpoint.state())) {
                long id = Long.parseLong(endpoint.id());
                done +=
                        worker.startTasks(
                                permits.computeIfAbsent(id, _ -> new Permits(inFlight)),
                                limit -> service.claim(id, limit),
                                delivery ->
                                        service.deliver(endpoint, bodies.fit(endpoint, delivery)));
            }
        }
        return done;
    }
}
