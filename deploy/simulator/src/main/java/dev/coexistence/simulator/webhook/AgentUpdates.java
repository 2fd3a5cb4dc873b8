package dev.coexistence.simulator.webhook;

import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.wire.MetaJson;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** Webhook values while Meta's own agent holds a thread. */
final class AgentUpdates {
    private AgentUpdates() {}

    /** A customer has written, and the agent answers or not. */
    static ObjectNode standby(StandbyForm form, ObjectNode message) {
        return switch (form) {
            case FLAT -> message;
            case NESTED -> nest(message, "contacts", "messages", "statuses");
        };
    }

    /** The agent has answered. */
    static ObjectNode answer(
            StandbyForm form,
            SimulatedNumber number,
            CustomerProfile customer,
            String wamid,
            Instant at,
            ObjectNode content) {
        ObjectNode flat = UpdateJson.echo(number, customer, wamid, at, content);
        if (form == StandbyForm.FLAT) {
            return flat;
        }
        ObjectNode value = nest(flat, "contacts");
        value.remove("message_echoes");
        ObjectNode echo =
                MetaJson.object().put("id", wamid).put("timestamp", UpdateJson.seconds(at));
        ObjectNode message = echo.putObject("message");
        if (customer.phone() != null) {
            message.put("to", customer.phone());
        }
        message.put("to_user_id", customer.userId());
        message.setAll(content);
        if (value.get("standby") instanceof ObjectNode standby) {
            standby.putArray("message_echoes").add(echo);
        }
        return value;
    }

    /** The thread goes from one to another. */
    static ObjectNode handover(
            HandoverShape shape,
            SimulatedNumber number,
            CustomerProfile customer,
            String previous,
            String next,
            Instant at) {
        ObjectNode value = MetaJson.object().put("messaging_product", "whatsapp");
        ObjectNode sender = value.putObject("sender");
        if (customer.phone() == null) {
            sender.put("user_id", customer.userId());
        } else {
            sender.put("phone_number", customer.phone());
        }
        value.putObject("recipient")
                .put("phone_number_id", number.phoneNumberId())
                .put("display_phone_number", number.digits());
        value.put("timestamp", UpdateJson.seconds(at));
        value.put("type", "control_passed");
        switch (shape) {
            case TEXT -> value.put("control_passed", next);
            case ROLE ->
                    value.putObject("control_passed")
                            .put("previous_owner_role", previous)
                            .put("new_owner_role", next);
            case APP_ROLE ->
                    value.putObject("control_passed")
                            .put("previous_owner_app_id", "100000000000077")
                            .put("previous_owner_app_role", previous)
                            .put("new_owner_app_id", "100000000000001")
                            .put("new_owner_app_role", next)
                            .put("metadata", "asked for a person");
        }
        return value;
    }

    private static ObjectNode nest(ObjectNode flat, String... members) {
        ObjectNode value = flat.deepCopy();
        ObjectNode standby = MetaJson.object();
        for (String member : members) {
            if (value.has(member)) {
                standby.set(member, value.get(member));
                value.remove(member);
            }
        }
        value.set("standby", standby);
        return value;
    }
}
