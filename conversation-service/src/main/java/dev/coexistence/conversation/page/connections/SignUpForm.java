package dev.coexistence.conversation.page.connections;

import dev.coexistence.conversation.page.connections.ConnectionCard.Loss;
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
record SignUpForm(
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

    static SignUpForm read(JsonNode json) {
        JsonNode launch = json.path("launchParameters");
        return new SignUpForm(
                ConnectionCard.text(json, "signupId"),
                ConnectionCard.text(json, "mode"),
                ConnectionCard.text(json, "phoneNumber"),
                ConnectionCard.text(json, "country"),
                ConnectionCard.text(json, "edition"),
                ConnectionCard.text(json, "availability"),
                ConnectionCard.losses(json.path("losses")),
                json.path("budgetPerSecond").asInt(0),
                json.path("acknowledged").asBoolean(false),
                ConnectionCard.time(json, "expiresAt"),
                launch.isMissingNode() ? "{}" : launch.toString(),
                launch.path("popupUrl").asString(null));
    }

    /** True while the owner still has to confirm what the app loses. */
    public boolean needsAcknowledgement() {
        return mode.equals("COEXISTENCE") && !acknowledged;
    }
}
