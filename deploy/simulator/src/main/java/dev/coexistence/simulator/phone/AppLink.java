package dev.coexistence.simulator.phone;

import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.webhook.Events;
import dev.coexistence.simulator.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import tools.jackson.databind.node.ObjectNode;

/** What ties a number on the Cloud API to the app on its owner's phone, and how that ends. */
final class AppLink {
    private final SimulatedNumber number;
    private final InstantSource clock;
    private final Events events;

    AppLink(SimulatedNumber number, InstantSource clock, Events events) {
        this.number = number;
        this.clock = clock;
        this.events = events;
    }

    void opened() {
        number.handset().opened(clock.instant());
    }

    void offboarded() {
        if (number.offboard()) {
            events.accountUpdate(number, "ACCOUNT_OFFBOARDED", null);
        }
    }

    void reconnected() {
        if (number.reconnect(clock.instant())) {
            events.accountUpdate(number, "ACCOUNT_RECONNECTED", null);
        }
    }

    void removed(String reason, String initiatedBy) {
        if (!number.remove()) {
            return;
        }
        ObjectNode more = Json.object().put("phone_number", number.digits());
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
            removed("PRIMARY_INACTIVITY", "SYSTEM");
        }
    }
}
