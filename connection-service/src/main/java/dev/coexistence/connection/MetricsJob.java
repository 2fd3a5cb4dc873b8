package dev.coexistence.connection;

import dev.coexistence.connection.clock.ServiceClock;
import dev.coexistence.connection.metrics.ConnectionMetrics;
import dev.coexistence.connection.metrics.EndMeters;
import dev.coexistence.connection.metrics.MetricsSettings;
import dev.coexistence.connection.metrics.TableCounts;
import dev.coexistence.connection.policy.PolicyCatalogue;
import dev.coexistence.connection.record.TokenLives;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Counts the tables for the metrics. */
@Component
class MetricsJob {
    private final TableCounts census;
    private final ConnectionMetrics metrics;
    private final PolicyCatalogue policies;
    private final ServiceClock clock;
    private final TokenLives tokens;
    private final EndMeters ends;
    private final MetricsSettings settings;

    MetricsJob(
            TableCounts census,
            ConnectionMetrics metrics,
            PolicyCatalogue policies,
            ServiceClock clock,
            TokenLives tokens,
            EndMeters ends,
            MetricsSettings settings) {
        this.census = census;
        this.metrics = metrics;
        this.policies = policies;
        this.clock = clock;
        this.tokens = tokens;
        this.ends = ends;
        this.settings = settings;
    }

    @Scheduled(fixedDelayString = "PT10S")
    void observe() {
        metrics.observe(census.take(), policies.inForce().activity(), clock.instant());
        ends.showTokens(tokens, settings.metricNumbers(), clock.instant());
    }
}
