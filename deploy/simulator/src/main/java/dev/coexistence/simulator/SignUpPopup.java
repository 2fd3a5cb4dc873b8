package dev.coexistence.simulator;

import dev.coexistence.simulator.number.AccountDirectory;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SignUpMode;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.HttpAnswer;
import dev.coexistence.simulator.wire.HttpCall;
import dev.coexistence.simulator.wire.MetaJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** Stand-in for Meta's sign-up popup. */
final class SignUpPopup {
    private final Simulator meta;
    private final AccountDirectory accounts;

    SignUpPopup(Simulator meta, AccountDirectory accounts) {
        this.meta = meta;
        this.accounts = accounts;
    }

    /** GET is the page; its button POSTs what it was asked for and hands the answer over. */
    HttpAnswer answer(HttpCall call) throws BadRequest {
        if (call.is("POST")) {
            return finish(call.json());
        }
        ObjectNode asked = MetaJson.object();
        for (String name : new String[] {"mode", "phoneNumber", "phoneNumberId", "origin"}) {
            String value = call.query().get(name);
            if (value != null && !value.isEmpty()) {
                asked.put(name, value.strip());
            }
        }
        String page = page().replace("/*ASKED*/{}", MetaJson.text(asked).replace("<", "\\u003c"));
        return new HttpAnswer.Body(
                200, "text/html; charset=UTF-8", page.getBytes(StandardCharsets.UTF_8));
    }

    /** Code and window message of a finished popup. */
    static SignUp finishSignUp(SimulatedNumber number, SignUpMode mode, String code) {
        ObjectNode event = MetaJson.object().put("type", "WA_EMBEDDED_SIGNUP");
        ObjectNode data = MetaJson.object();
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
        return new SignUp(code, MetaJson.text(event));
    }

    static HttpAnswer answerWith(SignUp done) throws BadRequest {
        ObjectNode answer = MetaJson.object().put("code", done.code());
        answer.set("sessionEvent", MetaJson.read(done.sessionEvent()));
        return HttpAnswer.json(answer);
    }

    /** A number nobody has heard of appears on a phone, as the mode needs it. */
    private HttpAnswer finish(ObjectNode asked) throws BadRequest {
        SignUpMode mode = mode(asked);
        String id = MetaJson.string(asked, "phoneNumberId");
        SimulatedNumber number =
                id != null
                        ? meta.number(id)
                        : accounts.byPhone(MetaJson.need(asked, "phoneNumber"));
        if (number == null) {
            number = accounts.add(NumberSpec.onTheApp(MetaJson.need(asked, "phoneNumber")));
        }
        return answerWith(meta.signUp(number.phoneNumberId(), mode));
    }

    static SignUpMode mode(ObjectNode asked) throws BadRequest {
        try {
            return SignUpMode.valueOf(MetaJson.need(asked, "mode"));
        } catch (IllegalArgumentException e) {
            throw new BadRequest("mode must be COEXISTENCE or FULL_MIGRATION");
        }
    }

    private static String page() {
        try (InputStream in = SignUpPopup.class.getResourceAsStream("/simulator-popup.html")) {
            if (in == null) {
                throw new IllegalStateException("simulator-popup.html is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("simulator-popup.html cannot be read", e);
        }
    }
}
