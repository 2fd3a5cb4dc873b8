package dev.coexistence.conversation.page.connections;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.client.ServiceClient.Answer;
import dev.coexistence.conversation.client.ServiceClient.Answer.Away;
import dev.coexistence.conversation.client.ServiceClient.Answer.Refused;
import dev.coexistence.conversation.client.ServiceClient.Answer.Said;
import dev.coexistence.conversation.client.ServiceClient.Answer.Unreadable;
import dev.coexistence.conversation.client.ServiceClients;
import dev.coexistence.conversation.reading.NotFound;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;

/** Connected numbers, each with what it needs. */
@Controller("connectionScreens")
class ConnectionsController {
    private final ServiceClients services;
    private final NumberThroughput throughput;

    ConnectionsController(ServiceClients services, NumberThroughput throughput) {
        this.services = services;
        this.throughput = throughput;
    }

    /** A form of the guided steps; what it does not have is null. */
    record Signed(@Nullable String name) {
        /** The caller's name; in the open mode, where nobody is known, the form's word. */
        String nameOf(Caller caller) {
            if (!caller.isOpen()) {
                return caller.name();
            }
            return name == null ? "" : name.strip();
        }
    }

    @GetMapping("/connections")
    String showAll(Caller caller, Model model) {
        Answer answer = services.connections(caller).get("/v1/connections");
        model.addAttribute("away", !(answer instanceof Said));
        model.addAttribute("cards", ConnectionCard.readAll(answer.found()));
        return "connections/all";
    }

    /** The cards again, after something changed. */
    @GetMapping("/connections/cards")
    String cards(Caller caller, Model model) {
        showAll(caller, model);
        return "connections/all :: cards";
    }

    @GetMapping("/connections/{phoneNumberId:\\d+}")
    String show(
            Caller caller,
            @PathVariable String phoneNumberId,
            @RequestParam(defaultValue = "") String done,
            Model model) {
        cardInto(caller, model, phoneNumberId);
        model.addAttribute("done", done);
        model.addAttribute(
                "history",
                HistoryEntry.newestFirst(
                        services.connections(caller)
                                .get("/v1/connections/{id}/history", phoneNumberId)
                                .found()));
        return "connections/one";
    }

    /** The number's state, or its health, again. */
    @GetMapping("/connections/{phoneNumberId:\\d+}/{part:head|health}")
    String part(
            Caller caller,
            @PathVariable String phoneNumberId,
            @PathVariable String part,
            Model model) {
        cardInto(caller, model, phoneNumberId);
        if (!model.containsAttribute("card")) {
            // What is on the screen stays there.
            throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE);
        }
        return "connections/one :: " + part;
    }

    @GetMapping("/connections/{phoneNumberId:\\d+}/traffic")
    String traffic(
            Caller caller,
            @PathVariable String phoneNumberId,
            @RequestParam(defaultValue = "0") int budget,
            Model model) {
        Answer queue = services.dispatch(caller).get("/v1/queues/{id}", phoneNumberId);
        model.addAttribute("phoneNumberId", phoneNumberId);
        model.addAttribute("perSecond", budget);
        model.addAttribute(
                "traffic",
                new NumberTraffic(
                        budget * 60,
                        throughput.countLastMinute(caller, phoneNumberId),
                        queue instanceof Said(int _, var body)
                                ? NumberTraffic.Queue.of(body)
                                : null,
                        queue.isAway()));
        return "connections/card :: traffic";
    }

    @PostMapping("/connections/{phoneNumberId:\\d+}/app-opened")
    String appOpened(
            Caller caller, @PathVariable String phoneNumberId, Signed signed, Model model) {
        return finish(
                caller,
                services.connections(caller)
                        .post(
                                "/v1/connections/{id}/app-opened",
                                Map.of("name", signed.nameOf(caller)),
                                phoneNumberId),
                phoneNumberId,
                "opened",
                model);
    }

    @PostMapping("/connections/{phoneNumberId:\\d+}/test")
    String test(Caller caller, @PathVariable String phoneNumberId, Model model) {
        return finish(
                caller,
                services.onboarding(caller)
                        .post("/v1/connections/{id}/test", Map.of(), phoneNumberId),
                phoneNumberId,
                "tested",
                model);
    }

    @GetMapping("/connections/{phoneNumberId:\\d+}/disconnect")
    String disconnect(Caller caller, @PathVariable String phoneNumberId, Model model) {
        cardInto(caller, model, phoneNumberId);
        return "connections/disconnect";
    }

    @PostMapping("/connections/{phoneNumberId:\\d+}/disconnect")
    String disconnect(
            Caller caller, @PathVariable String phoneNumberId, Signed signed, Model model) {
        return finish(
                caller,
                services.onboarding(caller)
                        .post(
                                "/v1/connections/{id}/disconnect",
                                Map.of("name", signed.nameOf(caller)),
                                phoneNumberId),
                phoneNumberId,
                "disconnect",
                model);
    }

    @GetMapping("/connections/{phoneNumberId:\\d+}/switch")
    String switchMode(Caller caller, @PathVariable String phoneNumberId, Model model) {
        cardInto(caller, model, phoneNumberId);
        model.addAttribute(
                "plan",
                ModeSwitchView.read(
                        services.connections(caller)
                                .get("/v1/connections/{id}/mode-switch-plan", phoneNumberId)
                                .found()));
        return "connections/switch";
    }

    private void cardInto(Caller caller, Model model, String phoneNumberId) {
        Answer answer = services.connections(caller).get("/v1/connections/{id}", phoneNumberId);
        switch (answer) {
            case Said(int _, var body) -> {
                model.addAttribute("away", false);
                model.addAttribute("card", ConnectionCard.read(body));
            }
            case Refused refused when refused.isMissing() ->
                    throw new NotFound("connection", phoneNumberId);
            case Refused _, Unreadable _, Away _ -> model.addAttribute("away", true);
        }
    }

    /** Back to the number with a word of what was done, or with what stood in the way. */
    private String finish(
            Caller caller, Answer answer, String phoneNumberId, String done, Model model) {
        if (answer instanceof Said) {
            return UriComponentsBuilder.fromPath("redirect:/connections/{id}")
                    .queryParam("done", done)
                    .buildAndExpand(phoneNumberId)
                    .toUriString();
        }
        model.addAttribute("trouble", answer);
        return show(caller, phoneNumberId, "", model);
    }
}
