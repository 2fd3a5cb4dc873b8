package dev.coexistence.conversation.page.operations;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.reading.BadQuery;
import dev.coexistence.conversation.webhook.WebhookEndpoints;
import dev.coexistence.conversation.webhook.WebhookEndpoints.EndpointRequest;
import dev.coexistence.conversation.webhook.WebhookEndpoints.EndpointSecret;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Endpoints for webhooks out: their state, their delivery log, their replays. */
@Controller("webhookScreens")
class WebhooksController {
    private static final String ALL = "/operations/webhooks";
    private static final String ONE = ALL + "/{id:\\d+}";

    private static final int DELIVERIES = 50;
    private final WebhookEndpoints endpoints;
    private final InstantSource time;

    WebhooksController(WebhookEndpoints endpoints, InstantSource time) {
        this.endpoints = endpoints;
        this.time = time;
    }

    /**
     * The form of a new endpoint.
     *
     * @param types event types, separated by blanks, commas or lines
     */
    record New(@Nullable String url, @Nullable String description, @Nullable String types) {
        static final New EMPTY = new New("", "", "");

        EndpointRequest request() {
            String text = types == null ? "" : types.strip();
            List<String> all =
                    Stream.of(text.split("[\\s,]+", -1)).filter(t -> !t.isEmpty()).toList();
            return new EndpointRequest(url, description, all, List.of(), false);
        }
    }

    /** A time range as the browser's fields write it, in the reader's zone. */
    record Range(@Nullable String from, @Nullable String to) {}

    @GetMapping(ALL)
    String showAll(Caller caller, Model model) {
        return showAll(caller, model, New.EMPTY, null);
    }

    @PostMapping(ALL)
    String create(Caller caller, New wanted, Model model) {
        EndpointSecret created;
        try {
            created = endpoints.create(caller, wanted.request());
        } catch (BadQuery e) {
            return showAll(caller, model, wanted, String.valueOf(e.getMessage()));
        }
        model.addAttribute("secret", created.secret());
        return show(caller, created.endpoint().id(), "", "", null, model);
    }

    @GetMapping(ONE)
    String show(
            Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(required = false) @Nullable Integer done,
            Model model) {
        var deliveries =
                endpoints.deliveries(
                        caller,
                        id,
                        state.isEmpty() ? null : state,
                        cursor.isEmpty() ? null : cursor,
                        DELIVERIES);
        model.addAttribute("endpoint", endpoints.find(caller, id));
        model.addAttribute("deliveries", deliveries.items());
        model.addAttribute("next", deliveries.nextCursor());
        model.addAttribute("state", state);
        model.addAttribute("done", done);
        Instant now = time.instant();
        model.addAttribute("yesterday", now.minus(Duration.ofDays(1)));
        return "operations/webhook";
    }

    @PostMapping(ONE + "/rotate")
    String rotate(Caller caller, @PathVariable String id, Model model) {
        model.addAttribute("secret", endpoints.rotate(caller, id).secret());
        return show(caller, id, "", "", null, model);
    }

    @PostMapping(ONE + "/test")
    String test(Caller caller, @PathVariable String id, Model model) {
        model.addAttribute("result", endpoints.test(caller, id));
        return show(caller, id, "", "", null, model);
    }

    @PostMapping(ONE + "/pause")
    String pause(Caller caller, @PathVariable String id) {
        endpoints.pause(caller, id);
        return redirect(id, null);
    }

    @PostMapping(ONE + "/resume")
    String resume(Caller caller, @PathVariable String id) {
        endpoints.resume(caller, id);
        return redirect(id, null);
    }

    @PostMapping(ONE + "/delete")
    String delete(Caller caller, @PathVariable String id) {
        endpoints.delete(caller, id);
        return "redirect:" + ALL;
    }

    @PostMapping(ONE + "/deliveries/{delivery:\\d+}/replay")
    String replay(Caller caller, @PathVariable String id, @PathVariable String delivery) {
        return redirect(id, endpoints.replay(caller, id, delivery));
    }

    @PostMapping(ONE + "/replay")
    String replay(
            Caller caller,
            @PathVariable String id,
            Range range,
            @CookieValue(name = "zone", defaultValue = "UTC") String zone,
            Model model) {
        try {
            ZoneId reader = ZoneId.of(zone);
            return redirect(
                    id,
                    endpoints.replay(
                            caller,
                            id,
                            parseTime(range.from(), reader),
                            parseTime(range.to(), reader)));
        } catch (DateTimeException _) {
            model.addAttribute("unclear", true);
            return show(caller, id, "", "", null, model);
        }
    }

    private String showAll(Caller caller, Model model, New wanted, @Nullable String problem) {
        model.addAttribute("endpoints", endpoints.list(caller));
        model.addAttribute("wanted", wanted);
        model.addAttribute("problem", problem);
        return "operations/webhooks";
    }

    private static String redirect(String id, @Nullable Integer done) {
        return "redirect:" + ALL + "/" + id + (done == null ? "" : "?done=" + done);
    }

    private static Instant parseTime(@Nullable String text, ZoneId zone) {
        LocalDateTime local = LocalDateTime.parse(text == null ? "" : text);
        return local.atZone(zone).toInstant();
    }
}
