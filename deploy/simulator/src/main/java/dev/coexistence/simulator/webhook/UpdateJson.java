package dev.coexistence.simulator.webhook;

import dev.coexistence.simulator.number.AddressBookEntry;
import dev.coexistence.simulator.number.CustomerIds;
import dev.coexistence.simulator.number.SendRecipient;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.trace.SentMessage;
import dev.coexistence.simulator.wire.GraphError;
import dev.coexistence.simulator.wire.MetaJson;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The values of webhooks, in Meta's shapes. */
final class UpdateJson {
    private UpdateJson() {}

    static ObjectNode value(SimulatedNumber number) {
        ObjectNode value = MetaJson.object().put("messaging_product", "whatsapp");
        value.putObject("metadata")
                .put("display_phone_number", number.digits())
                .put("phone_number_id", number.phoneNumberId());
        return value;
    }

    static ObjectNode message(
            SimulatedNumber number,
            CustomerProfile customer,
            String wamid,
            Instant at,
            ObjectNode content) {
        ObjectNode value = value(number);
        boolean system = "system".equals(MetaJson.string(content, "type"));
        if (!system) {
            value.putArray("contacts").add(contact(customer));
        }
        ObjectNode message = value.putArray("messages").addObject();
        if (customer.phone() != null) {
            message.put("from", customer.phone());
        }
        message.put("from_user_id", customer.userId());
        message.put("id", wamid);
        message.put("timestamp", seconds(at));
        message.setAll(content);
        return value;
    }

    static ObjectNode echo(
            SimulatedNumber number,
            CustomerProfile customer,
            String wamid,
            Instant at,
            ObjectNode content) {
        ObjectNode value = value(number);
        value.putArray("contacts").add(contact(customer));
        ObjectNode echo = value.putArray("message_echoes").addObject();
        echo.put("from", number.digits());
        if (customer.phone() != null) {
            echo.put("to", customer.phone());
        }
        echo.put("to_user_id", customer.userId());
        echo.put("id", wamid);
        echo.put("timestamp", seconds(at));
        echo.setAll(content);
        return value;
    }

    /**
     * A status of a message.
     *
     * @param participant digits of who in a group it is about; empty for the message as a whole
     */
    static ObjectNode status(
            SimulatedNumber number,
            SentMessage sent,
            String participant,
            String status,
            Instant at) {
        ObjectNode value = value(number);
        if (!participant.isEmpty()) {
            value.putArray("contacts").add(contact(CustomerProfile.of(participant, "Customer")));
        } else if (!sent.recipient().isGroup()) {
            value.putArray("contacts").add(contact(customer(sent.recipient())));
        }
        ObjectNode item = statusItem(value, sent, status, at);
        if (!participant.isEmpty()) {
            item.put("recipient_participant_id", participant);
            item.put("recipient_participant_user_id", CustomerIds.userId(participant));
        }
        if (status.equals("sent") || status.equals("delivered")) {
            item.putObject("pricing")
                    .put("billable", sent.template())
                    .put("pricing_model", "PMP")
                    .put("type", sent.template() ? "regular" : "free_customer_service")
                    .put("category", sent.template() ? sent.category() : "service");
        }
        return value;
    }

    static ObjectNode failedStatus(
            SimulatedNumber number, SentMessage sent, GraphError error, Instant at) {
        ObjectNode value = value(number);
        ObjectNode item = statusItem(value, sent, "failed", at);
        item.putArray("errors").add(error.inWebhook());
        return value;
    }

    static ObjectNode contactChange(
            SimulatedNumber number, String action, AddressBookEntry entry, Instant at) {
        ObjectNode value = value(number);
        ObjectNode change = value.putArray("state_sync").addObject().put("type", "contact");
        ObjectNode contact = change.putObject("contact");
        if (action.equals("add")) {
            contact.put("full_name", entry.fullName());
            contact.put("first_name", entry.firstName());
        }
        contact.put("phone_number", entry.phone());
        contact.put("user_id", CustomerIds.userId(entry.phone()));
        change.put("action", action);
        change.putObject("metadata").put("timestamp", seconds(at));
        return value;
    }

    static ObjectNode contact(CustomerProfile customer) {
        ObjectNode contact = MetaJson.object();
        ObjectNode profile = contact.putObject("profile").put("name", customer.name());
        if (customer.username() != null) {
            profile.put("username", customer.username());
        }
        if (customer.phone() != null) {
            contact.put("wa_id", customer.phone());
        }
        contact.put("user_id", customer.userId());
        return contact;
    }

    static String seconds(Instant at) {
        return Long.toString(at.getEpochSecond());
    }

    private static ObjectNode statusItem(
            ObjectNode value, SentMessage sent, String status, Instant at) {
        ObjectNode item = value.putArray("statuses").addObject();
        item.put("id", sent.wamid());
        item.put("status", status);
        item.put("timestamp", seconds(at));
        SendRecipient to = sent.recipient();
        if (to.isGroup()) {
            item.put("recipient_id", to.address()).put("recipient_type", "group");
        } else {
            if (to.hasPhone()) {
                item.put("recipient_id", to.address());
            }
            item.put("recipient_user_id", to.knownUserId());
        }
        if (!sent.callbackData().isEmpty()) {
            item.put("biz_opaque_callback_data", sent.callbackData());
        }
        return item;
    }

    private static CustomerProfile customer(SendRecipient to) {
        return new CustomerProfile(
                to.hasPhone() ? to.address() : null, to.knownUserId(), "Customer", null);
    }

    /** The wamid and all content of a stored object are kept apart from what is built with it. */
    static ObjectNode copy(JsonNode content) {
        return content.deepCopy() instanceof ObjectNode object ? object : MetaJson.object();
    }
}
