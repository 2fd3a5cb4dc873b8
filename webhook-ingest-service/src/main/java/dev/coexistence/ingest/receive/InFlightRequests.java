package dev.coexistence.ingest.receive;

import dev.coexistence.ingest.IngestMetrics;
import java.util.function.LongSupplier;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Requests in flight: makes one of each request that comes, for its client and from its head on.
 */
final class InFlightRequests {
    private final InFlightLimiter limiter;
    private final ClientAddresses clients;
    private final IngestMetrics metrics;
    private final LongSupplier nanoTime;

    /**
     * @param nanoTime monotonic time for the latency
     */
    InFlightRequests(
            InFlightLimiter limiter,
            ClientAddresses clients,
            IngestMetrics metrics,
            LongSupplier nanoTime) {
        this.limiter = limiter;
        this.clients = clients;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    InFlightRequest open(ServerHttpRequest request) {
        return new InFlightRequest(limiter, metrics, nanoTime, clients.identify(request));
    }
}
