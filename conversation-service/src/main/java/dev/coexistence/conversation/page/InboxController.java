package dev.coexistence.conversation.page;

import dev.coexistence.conversation.reading.ConversationQuery;
import dev.coexistence.conversation.reading.ConversationView;
import dev.coexistence.conversation.reading.Conversations;
import dev.coexistence.conversation.reading.Messages;
import dev.coexistence.conversation.reading.NotFound;
import dev.coexistence.conversation.reading.Numbers;
import dev.coexistence.conversation.sending.Composer;
import dev.coexistence.conversation.sending.SendingOutcome;
import dev.coexistence.conversation.sending.SendingOutcome.DispatcherAway;
import dev.coexistence.conversation.sending.SendingOutcome.Queued;
import dev.coexistence.conversation.sending.SendingOutcome.Refused;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The inbox: list, thread and composer, whole or in the parts that are renewed live. */
@Controller
class InboxController {
    private static final int MESSAGES = 60;
    private final Numbers numbers;
    private final Conversations conversations;
    private final Messages messages;
    private final Composer composer;
    private final PageFormat format;

    InboxController(
            Numbers numbers,
            Conversations conversations,
            Messages messages,
            Composer composer,
            PageFormat format) {
        this.numbers = numbers;
        this.conversations = conversations;
        this.messages = messages;
        this.composer = composer;
        this.format = format;
    }

    /** What a form of the composer carries. */
    record Draft(@Nullable String text, @Nullable String key) {}

    @GetMapping("/")
    String inbox(
            @RequestParam @Nullable String number, @RequestParam @Nullable String q, Model model) {
        list(number, q, model);
        return "inbox";
    }

    @GetMapping("/conversations/{id}")
    String conversation(
            @PathVariable long id,
            @RequestParam @Nullable String number,
            @RequestParam @Nullable String q,
            Model model) {
        list(number, q, model);
        thread(id, model);
        return "inbox";
    }

    @GetMapping("/page/list")
    String listPart(
            @RequestParam @Nullable String number,
            @RequestParam @Nullable String q,
            @RequestParam @Nullable String open,
            Model model) {
        list(number, q, model);
        model.addAttribute("openId", open);
        return "inbox :: list";
    }

    @GetMapping("/page/conversations/{id}/thread")
    String threadPart(@PathVariable long id, Model model) {
        thread(id, model);
        return "inbox :: thread";
    }

    @PostMapping("/page/conversations/{id}/messages")
    String send(@PathVariable long id, @ModelAttribute Draft draft, Model model) {
        String text = draft.text() == null ? "" : draft.text().strip();
        if (text.isEmpty()) {
            return composer(id, "composer.empty", "", model);
        }
        String key = draft.key() == null ? UUID.randomUUID().toString() : draft.key();
        SendingOutcome outcome = composer.text(id, key, text, null);
        return switch (outcome) {
            case Queued _ -> composer(id, null, "", model);
            case Refused(int _, String problem) -> {
                model.addAttribute("detail", problem);
                yield composer(id, "composer.refused", text, model);
            }
            case DispatcherAway _ -> composer(id, "composer.away", text, model);
        };
    }

    @PostMapping("/page/conversations/{id}/read")
    String read(@PathVariable long id, Model model) {
        var outcome = composer.markAsRead(id);
        return composer(
                id,
                outcome.isPresent() && !(outcome.get() instanceof Queued) ? "composer.away" : null,
                "",
                model);
    }

    private String composer(long id, @Nullable String problem, String text, Model model) {
        model.addAttribute("conversation", find(id));
        model.addAttribute("problem", problem);
        model.addAttribute("text", text);
        model.addAttribute("key", UUID.randomUUID().toString());
        model.addAttribute("format", format);
        return "inbox :: composer";
    }

    private void list(@Nullable String number, @Nullable String q, Model model) {
        String chosen = number == null || number.isBlank() ? null : number;
        model.addAttribute("numbers", numbers.list());
        model.addAttribute("number", chosen);
        model.addAttribute("q", q);
        model.addAttribute(
                "conversations",
                conversations.list(
                        new ConversationQuery(
                                chosen, q, null, null, null, ConversationQuery.DEFAULT_LIMIT)));
        model.addAttribute("format", format);
    }

    private void thread(long id, Model model) {
        ConversationView conversation = find(id);
        model.addAttribute("conversation", conversation);
        model.addAttribute("openId", conversation.id());
        model.addAttribute(
                "messages",
                messages.ofConversation(Long.parseLong(conversation.id()), null, MESSAGES)
                        .items()
                        .reversed());
        model.addAttribute("key", UUID.randomUUID().toString());
        model.addAttribute("text", "");
        model.addAttribute("format", format);
    }

    private ConversationView find(long id) {
        return conversations
                .find(id)
                .orElseThrow(() -> new NotFound("conversation", String.valueOf(id)));
    }
}
