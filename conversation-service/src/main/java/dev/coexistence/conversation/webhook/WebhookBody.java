package dev.coexistence.conversation.webhook;

import dev.coexistence.conversation.hold.SendingHold;
import dev.coexistence.conversation.live.ChangeNotice;
import dev.coexistence.conversation.reading.MessageView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The body of a webhook: type, time and data, as Standard Webhooks recommends. */
final class WebhookBody {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private WebhookBody() {}

    /**
     * @param message as much of it as the endpoint is told
     */
    static String render(
            Instant at,
            ChangeNotice change,
            @Nullable MessageView message,
            @Nullable SendingHold hold) {
        var data = new LinkedHashMap<String, Object>();
        if (!change.phoneNumberId().isEmpty()) {
            data.put("phoneNumberId", change.phoneNumberId());
        }
        if (change.conversation() != 0) {
            data.put("conversationId", String.valueOf(change.conversation()));
        }
        if (message != null) {
            data.put("message", message);
        }
        if (hold != null) {
            data.put("hold", hold);
        }
        return write(change.kind().word(), at, data);
    }

    static String test(Instant at) {
        return write("webhook.test", at, Map.of("text", "It works"));
    }

    private static String write(String type, Instant at, Map<String, Object> data) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", type);
        body.put("timestamp", at);
        body.put("data", data);
        return JSON.writeValueAsString(body);
    }
}
