package dev.coexistence.dispatch;

import dev.coexistence.dispatch.intake.IntakeSettings;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** By what name this instance owns partitions. */
@Component
final class InstanceName {
    private final String name;
    private final boolean lasting;

    InstanceName(IntakeSettings settings) {
        this.lasting = !settings.instanceId().isBlank();
        this.name = lasting ? settings.instanceId() : UUID.randomUUID().toString();
    }

    String name() {
        return name;
    }

    /** True where the name is the same after a restart. */
    boolean lasting() {
        return lasting;
    }
}
