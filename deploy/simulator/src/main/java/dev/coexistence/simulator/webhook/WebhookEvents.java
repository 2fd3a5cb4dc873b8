package dev.coexistence.simulator.webhook;

import dev.coexistence.simulator.number.AccountDirectory;
import dev.coexistence.simulator.number.AddressBookEntry;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.template.MessageTemplate;
import dev.coexistence.simulator.wire.MetaJson;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Webhooks of the simulated Meta, routed as Meta routes them: number, then WABA, then app. */
public final class WebhookEvents {
    private final WebhookSender webhooks;
    private final AccountDirectory accounts;

    public WebhookEvents(WebhookSender webhooks, AccountDirectory accounts) {
        this.webhooks = webhooks;
        this.accounts = accounts;
    }

    boolean wanted() {
        return webhooks.wanted();
    }

    /** A message-type field: only where the app is subscribed to the WABA. */
    public void message(SimulatedNumber number, String field, ObjectNode value) {
        AccountDirectory.Waba waba = accounts.waba(number.wabaId());
        if (!waba.subscribed()) {
            return;
        }
        String override = number.overrideCallback();
        webhooks.send(
                new WebhookUpdate(
                        number.wabaId(),
                        override == null ? waba.override() : override,
                        false,
                        field,
                        value));
    }

    /** A customer has written. */
    public void inbound(
            SimulatedNumber number,
            CustomerProfile from,
            String wamid,
            Instant at,
            ObjectNode content) {
        message(number, "messages", UpdateJson.message(number, from, wamid, at, content));
    }

    /** The owner has written in the app. */
    public void echo(
            SimulatedNumber number,
            CustomerProfile to,
            String wamid,
            Instant at,
            ObjectNode content) {
        message(number, "smb_message_echoes", UpdateJson.echo(number, to, wamid, at, content));
    }

    /** A contact of the phone was added or removed. */
    public void contactChange(
            SimulatedNumber number, String action, AddressBookEntry entry, Instant at) {
        message(number, "smb_app_state_sync", UpdateJson.contactChange(number, action, entry, at));
    }

    /** Callback URLs of the number's messages: each level that has one of its own. */
    public ObjectNode configuration(SimulatedNumber number) {
        ObjectNode levels = MetaJson.object();
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
        webhooks.send(new WebhookUpdate(entryId, null, true, field, value));
    }

    /** UPGRADE, DOWNGRADE, FLAGGED, UNFLAGGED or THROUGHPUT_UPGRADE. */
    public void qualityUpdate(SimulatedNumber number, String event) {
        account(
                number.wabaId(),
                "phone_number_quality_update",
                MetaJson.object()
                        .put("display_phone_number", number.digits())
                        .put("event", event)
                        .put("max_daily_conversations_per_business", "TIER_UNLIMITED"));
    }

    /** An account event with nothing but its name and what belongs to it. */
    public void accountUpdate(SimulatedNumber number, String event, @Nullable ObjectNode more) {
        ObjectNode value = MetaJson.object().put("event", event);
        if (more != null) {
            value.setAll(more);
        }
        account(number.wabaId(), "account_update", value);
    }

    /** A customer has written while Meta's agent holds the thread. */
    public void standby(
            SimulatedNumber number,
            StandbyForm form,
            CustomerProfile from,
            String wamid,
            Instant at,
            ObjectNode content) {
        ObjectNode value = UpdateJson.message(number, from, wamid, at, content);
        message(number, "standby", AgentUpdates.standby(form, value));
    }

    /** Meta's agent has answered a customer. */
    public void agentAnswer(
            SimulatedNumber number,
            StandbyForm form,
            CustomerProfile to,
            String wamid,
            Instant at,
            ObjectNode content) {
        message(number, "standby", AgentUpdates.answer(form, number, to, wamid, at, content));
    }

    /** A thread goes from one owner to another. */
    public void handover(
            SimulatedNumber number,
            HandoverShape shape,
            CustomerProfile customer,
            String previous,
            String next,
            Instant at) {
        message(
                number,
                "messaging_handovers",
                AgentUpdates.handover(shape, number, customer, previous, next, at));
    }

    /** A customer stops or resumes marketing messages. */
    public void preference(
            SimulatedNumber number, CustomerProfile customer, boolean wanted, Instant at) {
        ObjectNode value = UpdateJson.value(number);
        value.putArray("contacts").add(UpdateJson.contact(customer));
        ObjectNode item = value.putArray("user_preferences").addObject();
        if (customer.phone() != null) {
            item.put("wa_id", customer.phone());
        }
        item.put("user_id", customer.userId());
        item.put(
                "detail",
                "User requested to " + (wanted ? "resume" : "stop") + " marketing messages");
        item.put("category", "marketing_messages");
        item.put("value", wanted ? "resume" : "stop");
        item.put("timestamp", at.getEpochSecond());
        message(number, "user_preferences", value);
    }

    /** A template of an account has another status. */
    public void templateStatus(String wabaId, MessageTemplate template, String reason) {
        ObjectNode value =
                MetaJson.object()
                        .put("event", template.status().name())
                        .put("message_template_id", template.id())
                        .put("message_template_name", template.name())
                        .put("message_template_language", template.language())
                        .put("reason", reason)
                        .put("message_template_category", template.category());
        account(wabaId, "message_template_status_update", value);
    }

    /** The business took the app away: named in the account's value, under the partner's entry. */
    public void partnerAppUninstalled(SimulatedNumber number, String appId, boolean misnested) {
        ObjectNode value = MetaJson.object().put("event", "PARTNER_APP_UNINSTALLED");
        value.putObject("waba_info")
                .put("waba_id", number.wabaId())
                .put("owner_business_id", "500000000000001")
                .put("partner_app_id", appId);
        if (misnested) {
            value.put("field", "account_update").put("object", "whatsapp_business_account");
        }
        account("500000000000002", "account_update", value);
    }
}
