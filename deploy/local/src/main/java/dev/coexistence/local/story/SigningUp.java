package dev.coexistence.local.story;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One fresh number on its way through the sign-up, as an operator and the number's owner go it. */
final class SigningUp {
    private static final String PIN = "482915";

    private final Stage stage;
    private final URI root;
    private final BusinessNumber number;
    private final Web.Answer offer;

    /** Makes the number and asks for the sign-up. */
    SigningUp(Stage stage, String mode, String verifiedName) {
        this.stage = stage;
        root = stage.world().at().connection();
        String display = stage.simulator().unusedNumber();
        String id =
                stage.simulator()
                        .addNumber(display, mode.equals(Connecting.COEXISTENCE), verifiedName);
        number = new BusinessNumber(id, display, mode);
        offer =
                stage.web()
                        .post(
                                root.resolve("/v1/signups"),
                                Map.of("mode", mode, "phoneNumber", display));
    }

    BusinessNumber number() {
        return number;
    }

    /** What is told before the popup. */
    Web.Answer offer() {
        return offer;
    }

    /** The owner goes through the popup, and what it gives back is handed in. */
    Web.Answer complete() {
        var popup = stage.simulator().signUp(number.phoneNumberId(), number.mode());
        var completion = new HashMap<String, Object>();
        completion.put("code", popup.code());
        completion.put("sessionEvent", popup.sessionEvent());
        if (number.mode().equals(Connecting.FULL_MIGRATION)) {
            completion.put("pin", PIN);
        }
        String id = offer.json().path("signupId").asString("");
        return stage.web().post(root.resolve("/v1/signups/" + id + "/complete"), completion);
    }

    JsonNode connection() {
        return stage.web().get(root.resolve("/v1/connections/" + number.phoneNumberId())).json();
    }
}
