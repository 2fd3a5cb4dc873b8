package dev.coexistence.dispatch.intake;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the intake.
 *
 * @param groupId consumer group whose members share the partitions
 * @param instanceId name of this instance in the group; must differ between instances that run at
 *     the same time, and should stay the same over a restart, which then takes its partitions back
 *     at once; empty for host name and port
 * @param session after which the group gives away the partitions of an instance that is silent
 * @param defaultMaxAge commands without an expiry of their own expire after this; empty for never
 */
@ConfigurationProperties("dispatch.intake")
public record IntakeSettings(
        @DefaultValue("outbound-dispatch-service") String groupId,
        @DefaultValue("") String instanceId,
        @DefaultValue("6s") Duration session,
        @Nullable Duration defaultMaxAge) {

    public IntakeSettings {
        if (groupId.isBlank()) {
            throw new IllegalArgumentException("dispatch.intake.group-id must not be empty");
        }
        if (session.compareTo(Duration.ofSeconds(6)) < 0) {
            throw new IllegalArgumentException(
                    "dispatch.intake.session must be at least 6s, as brokers refuse less; was "
                            + session);
        }
    }
}
