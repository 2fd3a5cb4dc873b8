package dev.coexistence.dispatch.intake;

import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** By what name this instance owns partitions. */
@Component
public final class InstanceName {
    private final String name;
    private final boolean lasting;

    /** Unless the name is set, host and port tell instances apart, and stay over a restart. */
    InstanceName(
            IntakeSettings settings,
            @Value("${HOSTNAME:localhost}") String host,
            @Value("${server.port:8080}") int port) {
        this.lasting = !settings.instanceId().isBlank() || port > 0;
        if (!settings.instanceId().isBlank()) {
            this.name = settings.instanceId();
        } else {
            this.name = lasting ? host + "-" + port : UUID.randomUUID().toString();
        }
    }

    public String name() {
        return name;
    }

    /** True where the name is the same after a restart. */
    public boolean lasting() {
        return lasting;
    }
}
