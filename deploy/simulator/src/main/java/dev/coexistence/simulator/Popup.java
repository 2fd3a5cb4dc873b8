package dev.coexistence.simulator;

import dev.coexistence.simulator.number.Accounts;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SignUpMode;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.wire.Answer;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.Call;
import dev.coexistence.simulator.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** What stands for Meta's popup. */
final class Popup {
    private final Simulator meta;
    private final Accounts accounts;

    Popup(Simulator meta, Accounts accounts) {
        this.meta = meta;
        this.accounts = accounts;
    }

    /** GET is the page; its button POSTs what it was asked for and hands the answer over. */
    Answer answer(Call call) throws BadRequest {
        if (call.is("POST")) {
            return finish(call.json());
        }
        ObjectNode asked = Json.object();
        for (String name : new String[] {"mode", "phoneNumber", "phoneNumberId", "origin"}) {
            String value = call.query().get(name);
            if (value != null && !value.isEmpty()) {
                asked.put(name, value.strip());
            }
        }
        String page = page().replace("/*ASKED*/{}", Json.text(asked).replace("<", "\\u003c"));
        return new Answer.Body(
                200, "text/html; charset=UTF-8", page.getBytes(StandardCharsets.UTF_8));
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

    static Answer handedOver(SignUp done) throws BadRequest {
        ObjectNode answer = Json.object().put("code", done.code());
        answer.set("sessionEvent", Json.read(done.sessionEvent()));
        return Answer.json(answer);
    }

    /** A number nobody has heard of appears on a phone, as the mode needs it. */
    private Answer finish(ObjectNode asked) throws BadRequest {
        SignUpMode mode = mode(asked);
        String id = Json.string(asked, "phoneNumberId");
        SimulatedNumber number =
                id != null ? meta.number(id) : accounts.byPhone(Json.need(asked, "phoneNumber"));
        if (number == null) {
            number = accounts.add(NumberSpec.onTheApp(Json.need(asked, "phoneNumber")));
        }
        return handedOver(meta.signUp(number.phoneNumberId(), mode));
    }

    static SignUpMode mode(ObjectNode asked) throws BadRequest {
        try {
            return SignUpMode.valueOf(Json.need(asked, "mode"));
        } catch (IllegalArgumentException e) {
            throw new BadRequest("mode must be COEXISTENCE or FULL_MIGRATION");
        }
    }

    private static String page() {
        try (InputStream in = Popup.class.getResourceAsStream("/simulator-popup.html")) {
            if (in == null) {
                throw new IllegalStateException("simulator-popup.html is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("simulator-popup.html cannot be read", e);
        }
    }
}
