package dev.coexistence.conversation.page.operations;

import dev.coexistence.access.Caller;
import dev.coexistence.access.Scope;
import dev.coexistence.conversation.client.ServiceClient.Answer;
import dev.coexistence.conversation.client.ServiceClient.Answer.Said;
import dev.coexistence.conversation.client.ServiceClients;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/** API keys of programs: making them, looking at them, revoking them. */
@Controller
class KeysPageController {
    private static final String ALL = "/operations/keys";

    private final ServiceClients services;
    private final InstantSource time;

    KeysPageController(ServiceClients services, InstantSource time) {
        this.services = services;
        this.time = time;
    }

    /**
     * The form of a new key.
     *
     * @param until last day on which it is taken, in the reader's zone; empty for none
     */
    record New(@Nullable String name, @Nullable List<String> scopes, @Nullable String until) {
        static final New EMPTY = new New("", List.of(), "");

        New {
            scopes = scopes == null ? List.of() : List.copyOf(scopes);
        }

        /**
         * @throws DateTimeException where the day is none
         */
        @Nullable Instant expiresAt(ZoneId zone) {
            return until == null || until.isBlank()
                    ? null
                    : LocalDate.parse(until.strip()).plusDays(1).atStartOfDay(zone).toInstant();
        }
    }

    @GetMapping(ALL)
    String showAll(Caller caller, @RequestParam(defaultValue = "") String revoked, Model model) {
        model.addAttribute("revoked", revoked);
        return show(caller, New.EMPTY, model);
    }

    @PostMapping(ALL)
    String create(
            Caller caller,
            New wanted,
            @CookieValue(name = "zone", defaultValue = "UTC") String zone,
            Model model) {
        var body = new LinkedHashMap<String, Object>();
        try {
            body.put("name", wanted.name() == null ? "" : wanted.name().strip());
            body.put("scopes", wanted.scopes());
            Instant expiresAt = wanted.expiresAt(ZoneId.of(zone));
            if (expiresAt != null) {
                body.put("expiresAt", expiresAt.toString());
            }
        } catch (DateTimeException _) {
            model.addAttribute("unclear", true);
            return show(caller, wanted, model);
        }
        Answer answer = services.connections(caller).post("/v1/keys", body);
        if (answer instanceof Said(int _, JsonNode made)) {
            model.addAttribute("made", ApiKeyView.read(made, time.instant()));
            model.addAttribute("secret", made.path("key").asString(""));
            return show(caller, New.EMPTY, model);
        }
        model.addAttribute("trouble", answer);
        return show(caller, wanted, model);
    }

    @PostMapping(ALL + "/{keyId}/revoke")
    String revoke(Caller caller, @PathVariable String keyId, Model model) {
        Answer answer = services.connections(caller).delete("/v1/keys/{id}", keyId);
        if (answer instanceof Said) {
            return "redirect:" + ALL + "?revoked=1";
        }
        model.addAttribute("trouble", answer);
        return show(caller, New.EMPTY, model);
    }

    private String show(Caller caller, New wanted, Model model) {
        Answer answer = services.connections(caller).get("/v1/keys");
        model.addAttribute("away", !(answer instanceof Said));
        model.addAttribute("keys", ApiKeyView.readAll(answer.found(), time.instant()));
        model.addAttribute("wanted", wanted);
        model.addAttribute("offered", offeredScopes(caller));
        return "operations/keys";
    }

    /** A key can do nothing that its maker may not, and nothing of the platform's staff. */
    private static List<String> offeredScopes(Caller caller) {
        return Arrays.stream(Scope.values())
                .filter(scope -> scope != Scope.OPERATE && caller.may(scope))
                .map(Scope::word)
                .toList();
    }
}
