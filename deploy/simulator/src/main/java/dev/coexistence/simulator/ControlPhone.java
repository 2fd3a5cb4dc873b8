package dev.coexistence.simulator;

import dev.coexistence.simulator.number.AddressBookEntry;
import dev.coexistence.simulator.number.CustomerIds;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.phone.ContentJson;
import dev.coexistence.simulator.phone.Phone;
import dev.coexistence.simulator.webhook.HandoverShape;
import dev.coexistence.simulator.webhook.StandbyForm;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.HttpAnswer;
import dev.coexistence.simulator.wire.HttpCall;
import dev.coexistence.simulator.wire.MetaJson;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Control interface for the people around a number: its owner and the customers. */
final class ControlPhone {
    private static final int MOST_BYTES = 16 << 20;

    private final Simulator meta;

    ControlPhone(Simulator meta) {
        this.meta = meta;
    }

    HttpAnswer answer(SimulatedNumber number, HttpCall call) throws BadRequest {
        Phone phone = meta.phone(number);
        ObjectNode body = call.json();
        switch (call.part(3)) {
            case "customer-messages" -> {
                return wamid(customerMessage(phone, body));
            }
            case "customer-files" -> {
                return wamid(
                        phone.customerSendsFile(
                                MetaJson.need(body, "from"),
                                MetaJson.string(body, "type", "image"),
                                MetaJson.string(body, "mimeType", "image/png"),
                                bytes(body)));
            }
            case "owner-files" -> {
                return wamid(
                        phone.ownerSendsFile(
                                MetaJson.need(body, "to"),
                                MetaJson.string(body, "type", "image"),
                                MetaJson.string(body, "mimeType", "image/png"),
                                bytes(body)));
            }
            case "standby-messages" -> {
                return wamid(
                        meta.agent(number).customerWrites(form(body), sender(body), content(body)));
            }
            case "agent-messages" -> {
                return wamid(
                        meta.agent(number)
                                .answers(
                                        form(body),
                                        Phone.Sender.of(MetaJson.need(body, "to")),
                                        content(body)));
            }
            case "handovers" ->
                    meta.agent(number)
                            .handsOver(
                                    ControlMeasures.choice(
                                            HandoverShape.class,
                                            MetaJson.string(body, "shape", "ROLE")),
                                    sender(body),
                                    MetaJson.string(body, "previousOwner", "meta_business_agent"),
                                    MetaJson.string(body, "newOwner", "escalation"));
            case "preferences" -> phone.wantsMarketing(sender(body), resumes(body));
            case "owner-messages" -> {
                return wamid(
                        phone.ownerSends(
                                Phone.Sender.of(MetaJson.need(body, "to")), content(body)));
            }
            case "edits" -> {
                return wamid(edit(phone, body));
            }
            case "revokes" -> {
                return wamid(
                        byOwner(body)
                                ? phone.ownerRevokes(
                                        MetaJson.need(body, "peer"), MetaJson.need(body, "wamid"))
                                : phone.customerRevokes(
                                        MetaJson.need(body, "peer"), MetaJson.need(body, "wamid")));
            }
            case "reactions" -> {
                return wamid(react(phone, body));
            }
            case "reads" -> {
                String participant = MetaJson.string(body, "participant");
                if (participant == null) {
                    phone.customerReads(MetaJson.need(body, "wamid"));
                } else {
                    phone.participantReads(participant, MetaJson.need(body, "wamid"));
                }
            }
            case "plays" -> phone.customerPlays(MetaJson.need(body, "wamid"));
            case "contacts" -> contact(phone, body);
            case "open-app" -> phone.opensApp();
            case "offboard" -> phone.changesDevice();
            case "reconnect" -> phone.reconnects();
            case "disconnect" ->
                    phone.disconnects(
                            MetaJson.string(body, "reason", ""),
                            MetaJson.string(body, "initiatedBy", "BUSINESS"));
            default -> {
                return HttpAnswer.problem(404, "there is no …/" + call.part(3));
            }
        }
        return HttpAnswer.json(MetaJson.object().put("state", number.state().name()));
    }

    private static String customerMessage(Phone phone, ObjectNode body) throws BadRequest {
        ObjectNode content = content(body);
        for (String extra : new String[] {"context", "referral"}) {
            if (body.get(extra) instanceof ObjectNode node) {
                content.set(extra, node);
            }
        }
        String group = MetaJson.string(body, "groupId");
        if (group != null) {
            content.put("group_id", group);
        }
        Phone.Sender from = sender(body);
        JsonNode ghost = body.get("ghost");
        if (ghost instanceof ObjectNode when) {
            return phone.ghostThen(from, content, MetaJson.duration(when, "resolveAfter"));
        }
        if (MetaJson.flag(body, "ghost", false)) {
            return phone.ghostThen(from, content, Duration.ofMillis(200));
        }
        return phone.customerSends(from, content);
    }

    private static Phone.Sender sender(ObjectNode body) throws BadRequest {
        return new Phone.Sender(
                MetaJson.need(body, "from"),
                MetaJson.string(body, "name", "Ana Vidal"),
                MetaJson.string(body, "username"),
                MetaJson.flag(body, "hidePhone", false));
    }

    private static StandbyForm form(ObjectNode body) throws BadRequest {
        return ControlMeasures.choice(StandbyForm.class, MetaJson.string(body, "form", "NESTED"));
    }

    private static boolean resumes(ObjectNode body) throws BadRequest {
        return switch (MetaJson.need(body, "value")) {
            case "stop" -> false;
            case "resume" -> true;
            default -> throw new BadRequest("value must be stop or resume");
        };
    }

    private static String edit(Phone phone, ObjectNode body) throws BadRequest {
        String peer = MetaJson.need(body, "peer");
        String wamid = MetaJson.need(body, "wamid");
        String text = MetaJson.need(body, "text");
        return byOwner(body)
                ? phone.ownerEdits(peer, wamid, text)
                : phone.customerEdits(peer, wamid, text);
    }

    private static String react(Phone phone, ObjectNode body) throws BadRequest {
        String peer = MetaJson.need(body, "peer");
        String wamid = MetaJson.need(body, "wamid");
        String emoji = MetaJson.string(body, "emoji", "");
        return byOwner(body)
                ? phone.ownerReacts(peer, wamid, emoji)
                : phone.customerReacts(peer, wamid, emoji);
    }

    private static void contact(Phone phone, ObjectNode body) throws BadRequest {
        String number = MetaJson.need(body, "phoneNumber");
        if (MetaJson.string(body, "action", "add").equals("remove")) {
            phone.removesContact(number);
            return;
        }
        String name = MetaJson.string(body, "fullName", "Ana Vidal");
        phone.savesContact(
                new AddressBookEntry(
                        CustomerIds.digits(number),
                        name,
                        MetaJson.string(body, "firstName", name)));
    }

    /** The file itself, or one of a given size. */
    private static byte[] bytes(ObjectNode body) throws BadRequest {
        String base64 = MetaJson.string(body, "base64");
        if (base64 != null) {
            return Base64.getDecoder().decode(base64);
        }
        int size = MetaJson.integer(body, "size", 1000);
        if (size < 0 || size > MOST_BYTES) {
            throw new BadRequest("size must be 0 to " + MOST_BYTES);
        }
        return new byte[size];
    }

    private static boolean byOwner(ObjectNode body) throws BadRequest {
        return switch (MetaJson.need(body, "by")) {
            case "OWNER" -> true;
            case "CUSTOMER" -> false;
            default -> throw new BadRequest("by must be CUSTOMER or OWNER");
        };
    }

    private static ObjectNode content(ObjectNode body) throws BadRequest {
        if (body.get("message") instanceof ObjectNode message) {
            MetaJson.need(message, "type");
            return message.deepCopy();
        }
        return ContentJson.text(MetaJson.need(body, "text"));
    }

    private static HttpAnswer wamid(String wamid) {
        return HttpAnswer.json(MetaJson.object().put("wamid", wamid));
    }
}
