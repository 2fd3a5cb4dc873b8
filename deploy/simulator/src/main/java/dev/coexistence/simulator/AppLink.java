package dev.coexistence.simulator;

import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** What ties a number on the Cloud API to the app on its owner's phone, and how that ends. */
final class AppLink {
    private final SimulatedNumber number;
    private final ScriptedClock clock;
    private final Events events;

    AppLink(SimulatedNumber number, ScriptedClock clock, Events events) {
        this.number = number;
        this.clock = clock;
        this.events = events;
    }

    void opened() {
        synchronized (number) {
            number.appOpenedAt = clock.instant();
        }
    }

    void offboarded() {
        synchronized (number) {
            if (!number.connected()) {
                return;
            }
            number.state = SimulatedNumber.State.OFFBOARDED;
        }
        events.accountUpdate(number, "ACCOUNT_OFFBOARDED", null);
    }

    void reconnected() {
        synchronized (number) {
            if (number.state != SimulatedNumber.State.OFFBOARDED) {
                return;
            }
            number.state = SimulatedNumber.State.CONNECTED;
            number.appOpenedAt = clock.instant();
        }
        events.accountUpdate(number, "ACCOUNT_RECONNECTED", null);
    }

    void removed(String reason, String initiatedBy) {
        synchronized (number) {
            if (!number.connected() && number.state != SimulatedNumber.State.OFFBOARDED) {
                return;
            }
            number.state = SimulatedNumber.State.REMOVED;
            number.registered = false;
            number.asked.clear();
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
            Instant opened = number.appOpenedAt;
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
