package dev.coexistence.conversation.page.connections;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.client.ServiceClient.Answer;
import dev.coexistence.conversation.client.ServiceClient.Answer.Away;
import dev.coexistence.conversation.client.ServiceClient.Answer.Refused;
import dev.coexistence.conversation.client.ServiceClient.Answer.Said;
import dev.coexistence.conversation.client.ServiceClient.Answer.Unreadable;
import dev.coexistence.conversation.client.ServiceClients;
import dev.coexistence.conversation.page.ContentPolicy;
import dev.coexistence.conversation.reading.NotFound;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ServerWebExchange;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Connecting a number, step by step: the choice, the dialogue, the onboarding. */
@Controller("signUpScreens")
class SignUpPageController {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TO_SIGN_UP = "redirect:/connections/signups/";

    private final ServiceClients services;

    SignUpPageController(ServiceClients services) {
        this.services = services;
    }

    record Start(@Nullable String mode, @Nullable String phoneNumber) {
        static final Start EMPTY = new Start("", "");
    }

    /**
     * Result of Meta's dialogue.
     *
     * @param event its window message, as JSON
     * @param origin where that came from
     */
    record Brought(
            @Nullable String code,
            @Nullable String event,
            @Nullable String origin,
            @Nullable String pin) {
        @Override
        public String toString() {
            return "Brought[redacted]";
        }
    }

    record Acknowledged(@Nullable String name) {
        /** The caller's name; in the open mode, where nobody is known, the form's word. */
        String nameOf(Caller caller) {
            return caller.isOpen() ? orEmpty(name) : caller.name();
        }
    }

    record Resumed(@Nullable String pin) {
        @Override
        public String toString() {
            return "Resumed[redacted]";
        }
    }

    @GetMapping("/connections/new")
    String choose(Caller caller, Model model) {
        return choice(caller, model, Start.EMPTY, null);
    }

    @PostMapping("/connections/new")
    String start(Caller caller, Start start, Model model) {
        Answer answer =
                services.connections(caller)
                        .post(
                                "/v1/signups",
                                Map.of(
                                        "mode", orEmpty(start.mode()),
                                        "phoneNumber", number(start)));
        return answer instanceof Said(int _, JsonNode body)
                ? TO_SIGN_UP + ConnectionCard.text(body, "signupId")
                : choice(caller, model, start, answer);
    }

    @GetMapping("/connections/signups/{id}")
    String signUp(Caller caller, @PathVariable String id, Model model, ServerWebExchange exchange) {
        return show(id, services.connections(caller).get("/v1/signups/{id}", id), model, exchange);
    }

    /** The steps again, while they run. */
    @GetMapping("/connections/signups/{id}/steps")
    String steps(Caller caller, @PathVariable String id, Model model) {
        Answer answer = services.connections(caller).get("/v1/signups/{id}", id);
        model.addAttribute("signupId", id);
        if (!(answer instanceof Said(int _, JsonNode body))) {
            model.addAttribute("away", true);
            return "connections/signup :: waiting";
        }
        model.addAttribute("card", ConnectionCard.read(body));
        return "connections/signup :: steps";
    }

    @PostMapping("/connections/signups/{id}/acknowledge")
    String acknowledge(
            Caller caller,
            @PathVariable String id,
            Acknowledged acknowledged,
            Model model,
            ServerWebExchange exchange) {
        Answer answer =
                services.connections(caller)
                        .post(
                                "/v1/signups/{id}/acknowledgement",
                                Map.of("name", acknowledged.nameOf(caller)),
                                id);
        return showProblem(caller, id, answer, model, exchange);
    }

    @PostMapping("/connections/signups/{id}/complete")
    String complete(
            Caller caller,
            @PathVariable String id,
            Brought brought,
            Model model,
            ServerWebExchange exchange) {
        var body = new LinkedHashMap<String, Object>();
        body.put("code", orEmpty(brought.code()));
        body.put("sessionEvent", event(brought.event()));
        if (!orEmpty(brought.origin()).isEmpty()) {
            body.put("origin", orEmpty(brought.origin()));
        }
        if (!orEmpty(brought.pin()).isEmpty()) {
            body.put("pin", orEmpty(brought.pin()));
        }
        return showProblem(
                caller,
                id,
                services.onboarding(caller).post("/v1/signups/{id}/complete", body, id),
                model,
                exchange);
    }

    @PostMapping("/connections/signups/{id}/resume")
    String resume(
            Caller caller,
            @PathVariable String id,
            Resumed resumed,
            Model model,
            ServerWebExchange exchange) {
        String pin = orEmpty(resumed.pin());
        return showProblem(
                caller,
                id,
                services.onboarding(caller)
                        .post(
                                "/v1/signups/{id}/resume",
                                pin.isEmpty() ? Map.of() : Map.of("pin", pin),
                                id),
                model,
                exchange);
    }

    @PostMapping("/connections/signups/{id}/abandon")
    String abandon(
            Caller caller, @PathVariable String id, Model model, ServerWebExchange exchange) {
        Answer answer = services.connections(caller).delete("/v1/signups/{id}", id);
        return answer instanceof Said
                ? "redirect:/connections"
                : showProblem(caller, id, answer, model, exchange);
    }

    /** To the sign-up as it is now. A failed onboarding is shown by its steps, not as trouble. */
    private String showProblem(
            Caller caller, String id, Answer answer, Model model, ServerWebExchange exchange) {
        boolean shown =
                switch (answer) {
                    case Said _ -> true;
                    case Refused refused -> refused.kind().equals("onboarding-failed");
                    case Unreadable _, Away _ -> false;
                };
        if (shown) {
            return TO_SIGN_UP + id;
        }
        model.addAttribute("trouble", answer);
        return show(id, services.connections(caller).get("/v1/signups/{id}", id), model, exchange);
    }

    private static String show(String id, Answer answer, Model model, ServerWebExchange exchange) {
        model.addAttribute("signupId", id);
        switch (answer) {
            case Said(int _, JsonNode body) when body.has("signupId") -> {
                SignUpForm offer = SignUpForm.read(body);
                model.addAttribute("offer", offer);
                if (offer.popupUrl() == null) {
                    ContentPolicy.allowMetaSdk(exchange);
                }
            }
            case Said(int _, JsonNode body) ->
                    model.addAttribute("card", ConnectionCard.read(body));
            case Refused refused when refused.isMissing() -> throw new NotFound("sign-up", id);
            case Refused _, Unreadable _, Away _ -> model.addAttribute("away", true);
        }
        return "connections/signup";
    }

    private String choice(Caller caller, Model model, Start start, @Nullable Answer trouble) {
        model.addAttribute("start", start);
        model.addAttribute("trouble", trouble);
        model.addAttribute(
                "choice",
                ModeComparison.read(services.connections(caller).get("/v1/policies").found()));
        return "connections/new";
    }

    private static String number(Start start) {
        return orEmpty(start.phoneNumber()).replaceAll("[\\s()./-]", "");
    }

    private static JsonNode event(@Nullable String event) {
        try {
            return JSON.readTree(orEmpty(event));
        } catch (JacksonException _) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
