package dev.coexistence.simulator;

import tools.jackson.databind.node.ObjectNode;

/** What stands for Meta's popup. */
final class Popup {
    private Popup() {}

    /** A page that finishes the sign-up and tells its opener. */
    static Answer page(Simulator meta, Call call) throws BadRequest {
        return Answer.problem(501, "not yet");
    }

    /** What the window message and the callback hand over at the end. */
    static SignUp finished(SimulatedNumber number, SignUpMode mode, String code) {
        ObjectNode event = Json.object().put("type", "WA_EMBEDDED_SIGNUP");
        ObjectNode data = Json.object();
        switch (mode) {
            case COEXISTENCE -> {
                event.put("event", "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING");
                data.put("waba_id", number.wabaId());
            }
            case FULL_MIGRATION -> {
                event.put("event", "FINISH");
                data.put("phone_number_id", number.phoneNumberId());
                data.put("waba_id", number.wabaId());
                data.put("business_id", "9" + number.wabaId().substring(1));
            }
        }
        event.put("version", 3);
        event.set("data", data);
        return new SignUp(code, Json.text(event));
    }
}
