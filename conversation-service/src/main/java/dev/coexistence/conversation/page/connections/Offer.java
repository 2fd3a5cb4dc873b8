package dev.coexistence.conversation.page.connections;

import dev.coexistence.conversation.page.connections.Card.Loss;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A sign-up that waits for its owner to go through Meta's dialogue.
 *
 * @param launch what the script needs to open the dialogue, as JSON
 * @param popupUrl page that stands in for the dialogue; null where it is Meta's own
 */
record Offer(
        String id,
        String mode,
        String phoneNumber,
        String country,
        String edition,
        String availability,
        List<Loss> losses,
        int budget,
        boolean acknowledged,
        @Nullable Instant expiresAt,
        String launch,
        @Nullable String popupUrl) {

    static Offer of(JsonNode json) {
        JsonNode launch = json.path("launchParameters");
        return new Offer(
                Card.text(json, "signupId"),
                Card.text(json, "mode"),
                Card.text(json, "phoneNumber"),
                Card.text(json, "country"),
                Card.text(json, "edition"),
                Card.text(json, "availability"),
                Card.losses(json.path("losses")),
                json.path("budgetPerSecond").asInt(0),
                json.path("acknowledged").asBoolean(false),
                Card.time(json, "expiresAt"),
                launch.isMissingNode() ? "{}" : launch.toString(),
                launch.path("popupUrl").asString(null));
    }

    /** Whether the owner still has to say that they know what the app loses. */
    public boolean needsAcknowledgement() {
        return mode.equals("COEXISTENCE") && !acknowledged;
    }
}
