package dev.coexistence.dispatch.intake;

import dev.coexistence.dispatch.ownership.Lease;
import dev.coexistence.dispatch.ownership.Ownership;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Health of the intake: the failure that ended it, and the partitions this instance owns. */
@Component("intake")
final class IntakeHealth implements HealthIndicator {
    private final CommandIntake commands;
    private final EvidenceIntake evidence;
    private final Ownership ownership;
    private final Lease lease;

    IntakeHealth(
            CommandIntake commands, EvidenceIntake evidence, Ownership ownership, Lease lease) {
        this.commands = commands;
        this.evidence = evidence;
        this.ownership = ownership;
        this.lease = lease;
    }

    @Override
    public Health health() {
        Throwable failure = commands.failure() != null ? commands.failure() : evidence.failure();
        var health = failure == null ? Health.up() : Health.down(failure);
        return health.withDetail("partitions", ownership.partitions().stream().sorted().toList())
                .withDetail("leased", lease.isHeld())
                .build();
    }
}
