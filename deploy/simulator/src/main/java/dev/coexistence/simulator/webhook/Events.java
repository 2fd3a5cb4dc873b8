package dev.coexistence.simulator.webhook;

import dev.coexistence.simulator.number.Accounts;
import dev.coexistence.simulator.number.AddressBookEntry;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.wire.Json;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What Meta tells the app, routed as Meta routes it: number, then WABA, then app. */
public final class Events {
    private final Webhooks webhooks;
    private final Accounts accounts;

    public Events(Webhooks webhooks, Accounts accounts) {
        this.webhooks = webhooks;
        this.accounts = accounts;
    }

    boolean wanted() {
        return webhooks.wanted();
    }

    /** A message-type field: only where the app is subscribed to the WABA. */
    public void message(SimulatedNumber number, String field, ObjectNode value) {
        Accounts.Waba waba = accounts.waba(number.wabaId());
        if (!waba.subscribed()) {
            return;
        }
        String override = number.overrideCallback();
        webhooks.send(
                new Update(
                        number.wabaId(),
                        override == null ? waba.override() : override,
                        false,
                        field,
                        value));
    }

    /** A customer has written. */
    public void inbound(
            SimulatedNumber number, Customer from, String wamid, Instant at, ObjectNode content) {
        message(number, "messages", Updates.message(number, from, wamid, at, content));
    }

    /** The owner has written in the app. */
    public void echo(
            SimulatedNumber number, Customer to, String wamid, Instant at, ObjectNode content) {
        message(number, "smb_message_echoes", Updates.echo(number, to, wamid, at, content));
    }

    /** A contact of the phone was added or removed. */
    public void contactChange(
            SimulatedNumber number, String action, AddressBookEntry entry, Instant at) {
        message(number, "smb_app_state_sync", Updates.contactChange(number, action, entry, at));
    }

    /** Where the number's messages go: each level that has an address of its own. */
    public ObjectNode configuration(SimulatedNumber number) {
        ObjectNode levels = Json.object();
        String override = number.overrideCallback();
        if (override != null) {
            levels.put("phone_number", override);
        }
        String ofWaba = accounts.waba(number.wabaId()).override();
        if (ofWaba != null) {
            levels.put("whatsapp_business_account", ofWaba);
        }
        URI app = webhooks.target();
        if (app != null) {
            levels.put("application", app.toString());
        }
        return levels;
    }

    /** An account field: always to the app's own callback. */
    public void account(String entryId, String field, ObjectNode value) {
        webhooks.send(new Update(entryId, null, true, field, value));
    }

    /** UPGRADE, DOWNGRADE, FLAGGED, UNFLAGGED or THROUGHPUT_UPGRADE. */
    public void qualityUpdate(SimulatedNumber number, String event) {
        account(
                number.wabaId(),
                "phone_number_quality_update",
                Json.object()
                        .put("display_phone_number", number.digits())
                        .put("event", event)
                        .put("max_daily_conversations_per_business", "TIER_UNLIMITED"));
    }

    /** An account event with nothing but its name and what belongs to it. */
    public void accountUpdate(SimulatedNumber number, String event, @Nullable ObjectNode more) {
        ObjectNode value = Json.object().put("event", event);
        if (more != null) {
            value.setAll(more);
        }
        account(number.wabaId(), "account_update", value);
    }
}
