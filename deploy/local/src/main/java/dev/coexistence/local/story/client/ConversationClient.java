package dev.coexistence.local.story.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The unified view, by its API and its page. */
public final class ConversationClient {
    private final JsonHttpClient web;
    private final PersonSession person;
    private final URI root;

    /**
     * @param web for the API
     * @param person for the page
     */
    public ConversationClient(JsonHttpClient web, PersonSession person, URI root) {
        this.web = web;
        this.person = person;
        this.root = root;
    }

    /** One message of a thread as the API shows it. */
    public record Said(String wamid, String commandId, String sender, String text, String status) {
        static Said of(JsonNode item) {
            return new Said(
                    item.path("wamid").asString(""),
                    item.path("commandId").asString(""),
                    item.path("sender").asString(""),
                    item.path("text").asString(""),
                    item.path("status").asString("").toLowerCase(java.util.Locale.ROOT));
        }
    }

    /** Conversations of a number. */
    public List<JsonNode> list(String phoneNumberId) {
        return web.get(
                        root.resolve(
                                "/v1/conversations?limit=100&phoneNumberId="
                                        + URLEncoder.encode(phoneNumberId, StandardCharsets.UTF_8)))
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    /** Ids of a number's conversations with that customer. */
    public List<String> idsWith(String phoneNumberId, String customer) {
        String digits = customer.replaceAll("[^0-9]", "");
        return list(phoneNumberId).stream()
                .filter(one -> one.path("contact").toString().contains(digits))
                .map(one -> one.path("id").asString(""))
                .toList();
    }

    /** Id of the first of them, where there is one. */
    public Optional<String> first(String phoneNumberId, String customer) {
        return idsWith(phoneNumberId, customer).stream().findFirst();
    }

    /** All that was said in a conversation, in no particular order. */
    public List<Said> thread(String conversationId) {
        return web.get(root.resolve("/v1/conversations/" + conversationId + "/messages?limit=100"))
                .json()
                .path("items")
                .valueStream()
                .map(Said::of)
                .toList();
    }

    /** Marks a conversation as read, for Meta and the customer too. */
    public JsonHttpClient.Answer markAsRead(String conversationId) {
        return web.post(
                root.resolve("/v1/conversations/" + conversationId + "/read"), java.util.Map.of());
    }

    public int unread(String conversationId) {
        return web.get(root.resolve("/v1/conversations/" + conversationId))
                .json()
                .path("unread")
                .asInt(-1);
    }

    public JsonHttpClient.Answer inbox() {
        return person.get(root.resolve("/"));
    }

    /** The thread's page. */
    public JsonHttpClient.Answer page(String conversationId) {
        return person.get(root.resolve("/conversations/" + conversationId));
    }
}
