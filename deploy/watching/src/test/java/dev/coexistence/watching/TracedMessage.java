package dev.coexistence.watching;

import dev.coexistence.watching.WebhookReceiver.Webhook;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A message that an upstream system sends with a trace of its own, into a conversation of the story
 * whose window is open, and the webhooks that come of it.
 */
final class TracedMessage implements AutoCloseable {
    private final LocalRun run;
    private final Api api;
    private final WebhookReceiver receiver = WebhookReceiver.start();
    private final String traceId = UUID.randomUUID().toString().replace("-", "");
    private final String command = "traced-" + traceId;
    private String endpoint = "";

    private TracedMessage(LocalRun run) {
        this.run = run;
        api = new Api(run.identity());
    }

    static TracedMessage send(LocalRun run) {
        var message = new TracedMessage(run);
        message.send();
        return message;
    }

    String traceId() {
        return traceId;
    }

    /** The webhooks about it so far that contain that word. */
    List<Webhook> webhooks(String word) {
        return receiver.taken().stream()
                .filter(webhook -> webhook.body().contains(command))
                .filter(webhook -> webhook.body().toLowerCase(java.util.Locale.ROOT).contains(word))
                .toList();
    }

    /** Meta's id of it. */
    String wamid() {
        return api.get(run.at("dispatch").resolve("/v1/commands/" + command))
                .path("wamid")
                .asString("");
    }

    private void send() {
        URI conversation = run.at("conversation");
        endpoint =
                api.post(
                                conversation.resolve("/v1/webhook-endpoints"),
                                Map.of("url", receiver.url(), "types", List.of("message.*")),
                                Map.of())
                        .path("endpoint")
                        .path("id")
                        .asString("");
        JsonNode thread = openThread(conversation);
        api.post(
                run.at("dispatch").resolve("/v1/messages"),
                Map.of(
                        "phoneNumberId",
                        thread.path("phoneNumberId").asString(""),
                        "to",
                        thread.path("contact").path("phone").asString(""),
                        "text",
                        Map.of("body", "Where is it now?")),
                Map.of(
                        "Idempotency-Key",
                        command,
                        "traceparent",
                        "00-" + traceId + "-b7ad6b7169203331-01"));
    }

    private JsonNode openThread(URI conversation) {
        Set<String> connected =
                api.get(conversation.resolve("/v1/numbers"))
                        .path("items")
                        .valueStream()
                        .filter(number -> number.path("state").asString("").equals("CONNECTED"))
                        .map(number -> number.path("phoneNumberId").asString(""))
                        .collect(Collectors.toSet());
        return api.get(conversation.resolve("/v1/conversations?window=open&limit=100"))
                .path("items")
                .valueStream()
                .filter(thread ->
                        connected.contains(thread.path("phoneNumberId").asString(""))
                                && !thread.path("contact").path("phone").asString("").isEmpty())
                .findFirst()
                .orElseThrow(() -> new AssertionError("No conversation is open"));
    }

    @Override
    public void close() {
        api.delete(run.at("conversation").resolve("/v1/webhook-endpoints/" + endpoint));
        receiver.close();
        api.close();
    }
}
