package dev.coexistence.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The consumers of a service that repeat at one offset. Meter {@code whatsapp.consumer.stuck} with
 * tag {@code group}: seconds that the group's slowest consumer has stood, 0 while all get on. As
 * {@code consumers} among the health contributors: down where one has stood for ten seconds.
 */
public final class Standstills implements HealthIndicator {
    private static final Duration TOLD_AFTER = Duration.ofSeconds(10);

    private final MeterRegistry meters;
    private final LongSupplier ticker;
    private final Map<String, List<Standstill>> groups = new ConcurrentHashMap<>();

    Standstills(MeterRegistry meters, LongSupplier ticker) {
        this.meters = meters;
        this.ticker = ticker;
    }

    /** Watches one more consumer of a group. */
    public Standstill of(String group) {
        var one = new Standstill(group, ticker);
        groups.computeIfAbsent(group, this::watchGroup).add(one);
        return one;
    }

    /** A consumer that ended is watched no more. */
    void remove(String group, Standstill one) {
        List<Standstill> consumers = groups.get(group);
        if (consumers != null) {
            consumers.remove(one);
        }
    }

    private List<Standstill> watchGroup(String group) {
        List<Standstill> consumers = new CopyOnWriteArrayList<>();
        Gauge.builder("whatsapp.consumer.stuck", consumers, Standstills::longest)
                .description("How long a consumer repeats at one offset")
                .baseUnit("seconds")
                .tag("group", group)
                .register(meters);
        return consumers;
    }

    private static double longest(List<Standstill> consumers) {
        return consumers.stream()
                .mapToDouble(one -> one.duration().toMillis() / 1e3)
                .max()
                .orElse(0);
    }

    @Override
    public Health health() {
        var health = Health.up();
        groups.forEach((group, consumers) ->
                consumers.stream()
                        .filter(one -> one.duration().compareTo(TOLD_AFTER) >= 0)
                        .findFirst()
                        .ifPresent(one -> health.down().withDetail(group, one.description())));
        return health.build();
    }
}
