package dev.coexistence.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts of refusals: {@code access.refused{reason}}. */
public final class RefusalCounts {
    private final Counter.MeterProvider<Counter> refused;

    RefusalCounts(MeterRegistry meters) {
        this.refused =
                Counter.builder("access.refused")
                        .description("Requests refused before a service handles them")
                        .withRegistry(meters);
    }

    /**
     * @param reason in kebab case, one of a few
     */
    public void count(String reason) {
        refused.withTag("reason", reason).increment();
    }
}
