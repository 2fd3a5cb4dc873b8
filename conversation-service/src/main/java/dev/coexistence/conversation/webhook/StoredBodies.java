package dev.coexistence.conversation.webhook;

import dev.coexistence.conversation.reading.MessageReader;
import dev.coexistence.conversation.reading.MessageView;
import dev.coexistence.conversation.webhook.DeliveryTable.Claimed;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bodies that wait or are sent again, as their endpoint may have them now. An endpoint that was
 * changed by somebody who may not see phone numbers gets them masked, also of events from before.
 */
@Component
class StoredBodies {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final MessageReader messages;

    StoredBodies(MessageReader messages) {
        this.messages = messages;
    }

    /** The delivery, masked where it is whole and the endpoint may not know phone numbers. */
    Claimed fit(Endpoint endpoint, Claimed delivery) {
        return endpoint.phones() || !delivery.phones()
                ? delivery
                : delivery.withMaskedBody(mask(delivery.body()));
    }

    /** With the message as it is now, masked; without it where it is erased. */
    private String mask(String body) {
        JsonNode event = JSON.readTree(body);
        if (event.path("data") instanceof ObjectNode data) {
            // Meta's words on a hold may name somebody too; the reason says enough.
            data.remove("hold");
            String id = data.path("message").path("id").asString("");
            data.remove("message");
            find(id).ifPresent(message -> data.set("message", JSON.valueToTree(message)));
        }
        return JSON.writeValueAsString(event);
    }

    private Optional<MessageView> find(String id) {
        return id.isEmpty()
                ? Optional.empty()
                : messages.loadForJobs(List.of(Long.valueOf(id)), false).stream()
                        .findFirst()
                        .map(MessageView::maskPhones);
    }
}
