package dev.coexistence.local.story;

import dev.coexistence.local.story.client.BusinessNumber;
import dev.coexistence.local.story.client.JsonHttpClient;
import dev.coexistence.local.story.client.StoryClients;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One fresh number on its way through the sign-up, as an operator and the number's owner go it. */
final class SignUpWalk {
    private static final String PIN = "482915";

    private final StoryClients clients;
    private final URI root;
    private final BusinessNumber number;
    private final JsonHttpClient.Answer offer;

    /** Makes the number and asks for the sign-up. */
    SignUpWalk(StoryClients clients, String mode, String verifiedName) {
        this.clients = clients;
        root = clients.system().at().connection();
        String display = clients.simulator().unusedNumber();
        String id =
                clients.simulator()
                        .addNumber(
                                display, mode.equals(ConnectingChapter.COEXISTENCE), verifiedName);
        number = new BusinessNumber(id, display, mode);
        offer =
                clients.web()
                        .post(
                                root.resolve("/v1/signups"),
                                Map.of("mode", mode, "phoneNumber", display));
    }

    BusinessNumber number() {
        return number;
    }

    /** The answer to the opened sign-up, given before the popup. */
    JsonHttpClient.Answer offer() {
        return offer;
    }

    /** The owner goes through the popup, and what it gives back is handed in. */
    JsonHttpClient.Answer complete() {
        var popup = clients.simulator().signUp(number.phoneNumberId(), number.mode());
        var completion = new HashMap<String, Object>();
        completion.put("code", popup.code());
        completion.put("sessionEvent", popup.sessionEvent());
        if (number.mode().equals(ConnectingChapter.FULL_MIGRATION)) {
            completion.put("pin", PIN);
        }
        String id = offer.json().path("signupId").asString("");
        return clients.web().post(root.resolve("/v1/signups/" + id + "/complete"), completion);
    }

    JsonNode connection() {
        return clients.web().get(root.resolve("/v1/connections/" + number.phoneNumberId())).json();
    }
}
