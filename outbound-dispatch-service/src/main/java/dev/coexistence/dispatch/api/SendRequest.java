package dev.coexistence.dispatch.api;

import dev.coexistence.schemas.events.CommandAction;
import dev.coexistence.schemas.events.Priority;
import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.events.TemplateContent;
import dev.coexistence.schemas.events.TextContent;
import dev.coexistence.schemas.events.UnknownPolicy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What {@code POST /v1/messages} takes; the fields are those of the topic's SendCommand. */
record SendRequest(
        @Nullable String commandId,
        @Nullable String phoneNumberId,
        @Nullable String to,
        @Nullable String recipient,
        @Nullable Text text,
        @Nullable Template template,
        @Nullable JsonNode message,
        @Nullable String repliesTo,
        @Nullable Priority priority,
        @Nullable Instant notBefore,
        @Nullable Instant expiresAt,
        @Nullable UnknownPolicy unknownPolicy,
        @Nullable String reference) {

    record Text(@Nullable String body, @Nullable Boolean previewUrl) {}

    record Template(
            @Nullable String name, @Nullable String language, @Nullable JsonNode components) {}

    SendCommand toCommand(String id, Instant now) {
        return SendCommand.newBuilder()
                .setCommandId(id)
                .setAction(CommandAction.SEND)
                .setPhoneNumberId(phoneNumberId == null ? "" : phoneNumberId)
                .setTo(to)
                .setRecipient(recipient)
                .setText(textContent())
                .setTemplate(templateContent())
                .setMessageJson(message == null || message.isNull() ? null : message.toString())
                .setRepliesTo(repliesTo)
                .setPriority(priority == null ? Priority.NORMAL : priority)
                .setNotBefore(notBefore)
                .setExpiresAt(expiresAt)
                .setUnknownPolicy(unknownPolicy == null ? UnknownPolicy.PARK : unknownPolicy)
                .setReference(reference)
                .setCreatedAt(now)
                .build();
    }

    private @Nullable TextContent textContent() {
        if (text == null || text.body() == null) {
            return null;
        }
        return TextContent.newBuilder()
                .setBody(text.body())
                .setPreviewUrl(Boolean.TRUE.equals(text.previewUrl()))
                .build();
    }

    private @Nullable TemplateContent templateContent() {
        if (template == null || template.name() == null || template.language() == null) {
            return null;
        }
        JsonNode components = template.components();
        return TemplateContent.newBuilder()
                .setName(template.name())
                .setLanguage(template.language())
                .setComponentsJson(
                        components == null || components.isNull() ? null : components.toString())
                .build();
    }
}
