package dev.coexistence.conversation.standby;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the watch over threads that Meta's agent has.
 *
 * @param unansweredAfter how long a customer may wait there for the agent or a person
 */
@ConfigurationProperties("standby")
record StandbySettings(@DefaultValue("15m") Duration unansweredAfter) {

    StandbySettings {
        if (!unansweredAfter.isPositive()) {
            throw new IllegalArgumentException(
                    "standby.unanswered-after must be positive, was " + unansweredAfter);
        }
    }
}
