package dev.coexistence.simulator.phone;

import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.webhook.WebhookEvents;
import dev.coexistence.simulator.wire.MetaJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Link between a number on the Cloud API and the app on its owner's phone, from sign-up to its end.
 */
final class AppLink {
    private final SimulatedNumber number;
    private final InstantSource clock;
    private final WebhookEvents events;

    AppLink(SimulatedNumber number, InstantSource clock, WebhookEvents events) {
        this.number = number;
        this.clock = clock;
        this.events = events;
    }

    void openApp() {
        number.handset().recordOpening(clock.instant());
    }

    void offboard() {
        if (number.offboard()) {
            events.accountUpdate(number, "ACCOUNT_OFFBOARDED", null);
        }
    }

    void reconnect() {
        if (number.reconnect(clock.instant())) {
            events.accountUpdate(number, "ACCOUNT_RECONNECTED", null);
        }
    }

    void remove(String reason, String initiatedBy) {
        if (!number.remove()) {
            return;
        }
        ObjectNode more = MetaJson.object().put("phone_number", number.digits());
        if (!reason.isEmpty()) {
            more.putObject("disconnection_info")
                    .put("reason", reason)
                    .put("initiated_by", initiatedBy);
        }
        events.accountUpdate(number, "PARTNER_REMOVED", more);
    }

    void checkActivity(Duration allowed) {
        boolean inactive;
        synchronized (number) {
            Instant opened = number.handset().openedAt();
            inactive =
                    number.connected()
                            && number.coexists()
                            && opened != null
                            && !clock.instant().isBefore(opened.plus(allowed));
        }
        if (inactive) {
            remove("PRIMARY_INACTIVITY", "SYSTEM");
        }
    }
}
