package dev.coexistence.conversation.page.operations;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.client.ServiceClient.Answer;
import dev.coexistence.conversation.client.ServiceClient.Answer.Said;
import dev.coexistence.conversation.client.ServiceClients;
import dev.coexistence.conversation.reading.NotFound;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;

/** Dead letters: looking at them, and sending them again. */
@Controller
class DeadLettersController {
    private static final int MOST = 200;
    private final ServiceClients services;

    DeadLettersController(ServiceClients services) {
        this.services = services;
    }

    /** Letters that a button is about. */
    record Chosen(String reason) {}

    @GetMapping("/operations/dead-letters")
    String showAll(
            Caller caller,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(required = false) @Nullable Integer redriven,
            Model model) {
        var uri = new StringBuilder("/v1/dead-letters?limit=" + MOST);
        if (!reason.isEmpty()) {
            uri.append("&reason={reason}");
        }
        Answer answer = services.ingest(caller).get(uri.toString(), reason);
        model.addAttribute("away", !(answer instanceof Said));
        model.addAttribute("letters", DeadLetterView.readAll(answer.found()));
        model.addAttribute("waiting", DeadLetterView.waiting(answer.found()));
        model.addAttribute("reason", reason);
        model.addAttribute("redriven", redriven);
        return "operations/dead-letters";
    }

    @GetMapping("/operations/dead-letters/{partition:\\d+}/{offset:\\d+}")
    String show(
            Caller caller, @PathVariable int partition, @PathVariable long offset, Model model) {
        Answer answer =
                services.ingest(caller)
                        .get("/v1/dead-letters/{partition}/{offset}", partition, offset);
        switch (answer) {
            case Said(int _, JsonNode body) ->
                    model.addAttribute("letter", DeadLetterView.read(body));
            case Answer.Refused refused when refused.isMissing() ->
                    throw new NotFound("dead letter", partition + "/" + offset);
            case Answer.Refused _, Answer.Unreadable _, Answer.Away _ ->
                    model.addAttribute("away", true);
        }
        return "operations/dead-letter";
    }

    @PostMapping("/operations/dead-letters/{partition:\\d+}/{offset:\\d+}/redrive")
    String redrive(
            Caller caller, @PathVariable int partition, @PathVariable long offset, Model model) {
        Answer answer =
                services.ingest(caller)
                        .post(
                                "/v1/dead-letters/{partition}/{offset}/redrive",
                                Map.of(),
                                partition,
                                offset);
        if (answer instanceof Said) {
            return "redirect:/operations/dead-letters?redriven=1";
        }
        model.addAttribute("trouble", answer);
        return showAll(caller, "", null, model);
    }

    @PostMapping("/operations/dead-letters/redrive")
    String redriveAll(Caller caller, Chosen chosen, Model model) {
        Answer answer =
                services.ingest(caller)
                        .post(
                                "/v1/dead-letters/redrive?reason={reason}",
                                Map.of(),
                                chosen.reason());
        if (answer instanceof Said(int _, JsonNode body)) {
            long again =
                    StreamSupport.stream(body.spliterator(), false)
                            .filter(one -> one.path("outcome").asString("").endsWith("_AGAIN"))
                            .count();
            return UriComponentsBuilder.fromPath("redirect:/operations/dead-letters")
                    .queryParam("redriven", again)
                    .toUriString();
        }
        model.addAttribute("trouble", answer);
        return showAll(caller, chosen.reason(), null, model);
    }
}
