package dev.coexistence.dispatch.api;

import dev.coexistence.schemas.events.CommandAction;
import dev.coexistence.schemas.events.Priority;
import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.events.TemplateContent;
import dev.coexistence.schemas.events.TextContent;
import dev.coexistence.schemas.events.UnknownPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Body of {@code POST /v1/messages}: the fields of the topic's SendCommand, or Meta's own request
 * object with {@code phoneNumberId} and any of those fields beside it. Nothing is passed over: what
 * is not honoured is named.
 */
final class SendBody {
    private static final String TYPE = "type";
    private static final Set<String> NO_TYPES =
            Set.of(
                    "commandId",
                    "phoneNumberId",
                    "to",
                    "recipient",
                    "groupId",
                    "message",
                    "repliesTo",
                    "priority",
                    "notBefore",
                    "expiresAt",
                    "unknownPolicy",
                    "reference",
                    "messaging_product",
                    "recipient_type",
                    TYPE,
                    "context",
                    "status",
                    "message_id");

    private final JsonMembers members;
    private final List<JsonMembers.Fault> faults = new ArrayList<>();
    private final SendCommand.Builder command = SendCommand.newBuilder();

    private SendBody(ObjectNode body) {
        this.members = new JsonMembers(body, "#", faults);
    }

    /**
     * @param commandId empty where the body states none
     * @param faults what is wrong with members; the command counts only where nothing is
     */
    record Read(SendCommand command, String commandId, List<JsonMembers.Fault> faults) {}

    static Read read(ObjectNode body, Instant now) {
        return new SendBody(body).read(now);
    }

    private Read read(Instant now) {
        String id = members.id("commandId");
        String number = members.id("phoneNumberId");
        String to = members.id("to");
        String group = members.text("groupId");
        if ("group".equals(envelope()) && group == null) {
            group = to;
            to = null;
        }
        command.setCommandId(id == null ? "" : id)
                .setAction(CommandAction.SEND)
                .setPhoneNumberId(number == null ? "" : number)
                .setTo(to)
                .setRecipient(members.text("recipient"))
                .setGroupId(group)
                .setRepliesTo(repliesTo())
                .setPriority(members.oneOf("priority", Priority.NORMAL))
                .setNotBefore(members.time("notBefore"))
                .setExpiresAt(members.time("expiresAt"))
                .setUnknownPolicy(members.oneOf("unknownPolicy", UnknownPolicy.PARK))
                .setReference(members.id("reference"))
                .setCreatedAt(now);
        if (members.has(TYPE) || members.has("status")) {
            metasForm();
        } else {
            ownForm();
        }
        if (members.any("biz_opaque_callback_data") != null) {
            members.fault(
                    "biz_opaque_callback_data", "carries the command's id; use reference instead");
        }
        members.refuseUnknown();
        return new Read(command.build(), id == null ? "" : id, List.copyOf(faults));
    }

    /** Reads the envelope around Meta's messages; answers recipient_type. */
    private @Nullable String envelope() {
        String product = members.text("messaging_product");
        if (product != null && !product.equals("whatsapp")) {
            members.fault("messaging_product", "is whatsapp");
        }
        String type = members.text("recipient_type");
        if (type != null && !type.equals("individual") && !type.equals("group")) {
            members.fault("recipient_type", "is individual or group");
        }
        if ("individual".equals(type) && members.has("groupId")) {
            members.fault("recipient_type", "is group where groupId is set");
        }
        return type;
    }

    private @Nullable String repliesTo() {
        String stated = members.text("repliesTo");
        JsonMembers context = members.members("context");
        if (context == null) {
            return stated;
        }
        String quoted = context.text("message_id");
        context.refuseUnknown();
        if (stated != null && quoted != null && !stated.equals(quoted)) {
            members.fault("repliesTo", "differs from context.message_id");
        }
        return quoted == null ? stated : quoted;
    }

    private void ownForm() {
        JsonMembers text = members.members("text");
        if (text != null) {
            String body = text.text("body");
            boolean preview = preview(text);
            text.refuseUnknown();
            if (body == null) {
                text.fault("body", "is missing");
            } else {
                command.setText(
                        TextContent.newBuilder().setBody(body).setPreviewUrl(preview).build());
            }
        }
        if (members.has("template")) {
            template();
        } else {
            members.any("template");
        }
        ObjectNode message = members.object("message");
        command.setMessageJson(message == null ? null : message.toString());
    }

    /** Both spellings: this contract's and Meta's. */
    private static boolean preview(JsonMembers text) {
        boolean ours = text.flag("previewUrl");
        return text.flag("preview_url") || ours;
    }

    private void template() {
        JsonMembers template = members.members("template");
        if (template == null) {
            return;
        }
        String name = template.text("name");
        String language = language(template);
        JsonNode components = template.any("components");
        if (components != null && !components.isArray()) {
            template.fault("components", "is an array");
        }
        template.refuseUnknown();
        if (name == null) {
            template.fault("name", "is missing");
        }
        if (language == null) {
            template.fault("language", "is a language code, alone or as {\"code\": …}");
        }
        command.setTemplate(
                TemplateContent.newBuilder()
                        .setName(name == null ? "" : name)
                        .setLanguage(language == null ? "" : language)
                        .setComponentsJson(components == null ? null : components.toString())
                        .build());
    }

    private static @Nullable String language(JsonMembers template) {
        JsonNode language = template.any("language");
        if (language == null || !language.isObject()) {
            return language != null && language.isString() ? language.stringValue() : null;
        }
        JsonMembers inner = template.members("language");
        if (inner == null) {
            return null;
        }
        String code = inner.text("code");
        String policy = inner.text("policy");
        if (policy != null && !policy.equals("deterministic")) {
            inner.fault("policy", "is deterministic");
        }
        inner.refuseUnknown();
        return code;
    }

    /** Meta's request object: the member that type names is the content. */
    private void metasForm() {
        String type = members.text(TYPE);
        if (type != null && NO_TYPES.contains(type)) {
            members.fault(TYPE, "is a type of message");
        } else if (type != null && (type.equals("text") || type.equals("template"))) {
            if (members.has(type)) {
                typed(type);
            } else {
                members.any(type);
                members.fault(type, "is missing, and type says " + type);
            }
        } else {
            command.setMessageJson(object(type).toString());
        }
    }

    /** The same as in the fields of this contract, and nothing else beside it. */
    private void typed(String type) {
        String other = type.equals("text") ? "template" : "text";
        for (String more : List.of(other, "message")) {
            if (members.has(more)) {
                members.any(more);
                members.fault(more, "stands beside a type that says " + type);
                return;
            }
        }
        ownForm();
    }

    private ObjectNode object(@Nullable String type) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        for (String name : List.of("status", "message_id", "recipient_identity_key_hash")) {
            String value = members.text(name);
            if (value != null) {
                message.put(name, value);
            }
        }
        ObjectNode typing = members.object("typing_indicator");
        if (typing != null) {
            message.set("typing_indicator", typing);
        }
        if (type != null) {
            message.put(TYPE, type);
            JsonNode content = members.any(type);
            if (content == null) {
                members.fault(type, "is missing, and type says " + type);
            } else {
                message.set(type, content);
            }
        }
        return message;
    }
}
