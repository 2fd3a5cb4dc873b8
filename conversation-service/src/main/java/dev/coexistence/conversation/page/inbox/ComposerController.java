package dev.coexistence.conversation.page.inbox;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.client.ServiceClients;
import dev.coexistence.conversation.reading.BadQuery;
import dev.coexistence.conversation.reading.ConversationReader;
import dev.coexistence.conversation.reading.ConversationView;
import dev.coexistence.conversation.reading.NotFound;
import dev.coexistence.conversation.reading.NumberReader;
import dev.coexistence.conversation.reading.NumberView;
import dev.coexistence.conversation.sending.MessageComposer;
import dev.coexistence.conversation.sending.SendingOutcome;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Answering in a thread. */
@Controller
class ComposerController {
    private final NumberReader numbers;
    private final ConversationReader conversations;
    private final MessageComposer composer;
    private final ApprovedTemplates templates;
    private final AgentNames agents;
    private final ServiceClients services;

    ComposerController(
            NumberReader numbers,
            ConversationReader conversations,
            MessageComposer composer,
            ApprovedTemplates templates,
            AgentNames agents,
            ServiceClients services) {
        this.numbers = numbers;
        this.conversations = conversations;
        this.composer = composer;
        this.templates = templates;
        this.agents = agents;
        this.services = services;
    }

    /**
     * A form as it was filled in.
     *
     * @param key the one that the form was rendered with
     * @param upTo id of the newest message that stood over the form; null where nobody knows
     */
    record Form(
            @Nullable String key,
            @Nullable String body,
            @Nullable String template,
            @Nullable String language,
            @Nullable String parameters,
            @Nullable String repliesTo,
            @Nullable Long upTo) {
        /** The key as it was rendered. */
        String requireKey() {
            if (key == null || key.isBlank()) {
                throw new BadQuery("key", "A form is sent with the key that it was rendered with");
            }
            try {
                return UUID.fromString(key).toString();
            } catch (IllegalArgumentException _) {
                throw new BadQuery("key", "The key must be a UUID, was another text");
            }
        }

        ComposerView.Typed input() {
            return new ComposerView.Typed(
                    orEmpty(body),
                    orEmpty(template),
                    orEmpty(language).isEmpty() ? "en" : orEmpty(language),
                    orEmpty(parameters));
        }

        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text.strip();
        }
    }

    /**
     * @param part false where the browser sent the form by itself, before the page's script ran
     */
    @PostMapping("/conversations/{id}/messages")
    String send(
            Caller caller,
            @PathVariable long id,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            Form form,
            Model model) {
        String key = form.requireKey();
        ComposerView fresh = view(caller, found(caller, id));
        ComposerView.Typed typed = form.input();
        if (typed.body().isEmpty() && typed.template().isEmpty()) {
            model.addAttribute("composer", fresh);
            return "inbox/composer :: composer";
        }
        agents.keep(key, caller);
        SendingOutcome outcome =
                typed.template().isEmpty()
                        ? composer.text(
                                caller, id, key, typed.body(), blankToNull(form.repliesTo()))
                        : composer.template(
                                caller,
                                id,
                                key,
                                typed.template(),
                                typed.language(),
                                typed.parameters().lines().map(String::strip).toList());
        if (outcome instanceof SendingOutcome.Queued) {
            composer.markAsAnswered(caller, id, form.upTo());
        }
        if (!part && outcome instanceof SendingOutcome.Queued) {
            return "redirect:/conversations/" + id;
        }
        model.addAttribute(
                "composer",
                switch (outcome) {
                    case SendingOutcome.Queued _ -> fresh;
                    case SendingOutcome.Refused _, SendingOutcome.DispatcherAway _ ->
                            fresh.fail(key, typed, outcome);
                });
        return "inbox/composer :: composer";
    }

    /** Templates to choose from; none where Meta does not say which there are. */
    @GetMapping("/conversations/{id}/templates")
    String templates(Caller caller, @PathVariable long id, Model model) {
        model.addAttribute("templates", templates.find(found(caller, id).phoneNumberId()));
        return "inbox/composer :: choice";
    }

    /** The reason for which a queued message waits. */
    @GetMapping("/commands/{commandId}/wait")
    String showWait(
            Caller caller,
            @PathVariable String commandId,
            @RequestParam String number,
            Model model) {
        var command =
                services.dispatch(caller)
                        .get("/v1/commands/{id}?phoneNumberId={number}", commandId, number);
        var queue = services.dispatch(caller).get("/v1/queues/{id}", number);
        model.addAttribute("wait", CommandWait.read(command.found(), queue.found()));
        return "inbox/composer :: waiting";
    }

    @PostMapping("/conversations/{id}/read")
    @ResponseBody
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void read(Caller caller, @PathVariable long id, @RequestParam @Nullable Long upTo) {
        composer.markAsRead(caller, id, upTo);
    }

    private ComposerView view(Caller caller, ConversationView conversation) {
        NumberView number = numbers.find(caller, conversation.phoneNumberId()).orElse(null);
        return ComposerView.of(conversation, number);
    }

    private ConversationView found(Caller caller, long id) {
        return conversations
                .find(caller, id)
                .orElseThrow(() -> new NotFound("conversation", Long.toString(id)));
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
