package dev.coexistence.conversation.page.inbox;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.page.inbox.MessageBubbles.Edge;
import dev.coexistence.conversation.reading.ConversationReader;
import dev.coexistence.conversation.reading.ConversationView;
import dev.coexistence.conversation.reading.MessageReader;
import dev.coexistence.conversation.reading.MessageView;
import dev.coexistence.conversation.reading.NotFound;
import dev.coexistence.conversation.reading.NumberReader;
import dev.coexistence.conversation.reading.NumberView;
import dev.coexistence.conversation.reading.Page;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** The screens of the inbox, whole and in the parts that htmx asks for. */
@Controller
class InboxController {
    /** Cookie in which the browser says where its reader is. */
    private static final String ZONE = "zone";

    private static final int CONVERSATIONS = 40;
    private static final int MESSAGES = 40;
    private static final int MOST = 200;

    /**
     * Messages that are read beyond the shown ones when the newest part of a thread is asked for
     * again.
     */
    private static final int NEWS = 40;

    private final NumberReader numbers;
    private final ConversationReader conversations;
    private final MessageReader messages;
    private final MessageBubbles bubbles;

    InboxController(
            NumberReader numbers,
            ConversationReader conversations,
            MessageReader messages,
            MessageBubbles bubbles) {
        this.numbers = numbers;
        this.conversations = conversations;
        this.messages = messages;
        this.bubbles = bubbles;
    }

    @GetMapping("/")
    String showInbox(
            Caller caller, @RequestParam MultiValueMap<String, String> query, Model model) {
        listInto(caller, model, InboxFilter.parse(query), null, CONVERSATIONS);
        return "inbox";
    }

    /** The list again, as long as it is on the screen. */
    @GetMapping("/inbox/list")
    String list(Caller caller, @RequestParam MultiValueMap<String, String> query, Model model) {
        int shown = number(query.getFirst("shown"), CONVERSATIONS);
        listInto(caller, model, InboxFilter.parse(query), null, Math.max(shown, CONVERSATIONS));
        return "inbox/list :: list";
    }

    @GetMapping("/inbox/more")
    String more(Caller caller, @RequestParam MultiValueMap<String, String> query, Model model) {
        listInto(caller, model, InboxFilter.parse(query), query.getFirst("cursor"), CONVERSATIONS);
        return "inbox/list :: rows";
    }

    @GetMapping("/conversations/{id}")
    String conversation(
            Caller caller,
            @PathVariable long id,
            @RequestParam MultiValueMap<String, String> query,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            @CookieValue(name = ZONE, defaultValue = "UTC") String zone,
            Model model) {
        ConversationView conversation = found(caller, id);
        if (!part) {
            listInto(caller, model, InboxFilter.parse(query), null, CONVERSATIONS);
        } else {
            model.addAttribute("filter", InboxFilter.parse(query));
        }
        threadInto(caller, model, conversation, zone(zone));
        return part ? "inbox/thread :: thread" : "inbox";
    }

    /** The page of a thread above the ones on the screen. */
    @GetMapping("/conversations/{id}/earlier")
    String earlier(
            Caller caller,
            @PathVariable long id,
            @RequestParam String cursor,
            @RequestParam(defaultValue = "false") boolean imported,
            @CookieValue(name = ZONE, defaultValue = "UTC") String zone,
            Model model) {
        Page<MessageView> page = messages.listThread(caller, id, cursor, MESSAGES);
        messagesInto(caller, model, found(caller, id), page, new Edge(imported), zone(zone));
        return "inbox/messages :: earlier";
    }

    /** The newest part of a thread again, from the message it began with. */
    @GetMapping("/conversations/{id}/newest")
    String newest(
            Caller caller,
            @PathVariable long id,
            @RequestParam(defaultValue = "0") int shown,
            @RequestParam(defaultValue = "") String from,
            @CookieValue(name = ZONE, defaultValue = "UTC") String zone,
            Model model) {
        ConversationView conversation = found(caller, id);
        int limit = Math.clamp(shown + NEWS, MESSAGES, MOST);
        Page<MessageView> page = messages.listThread(caller, id, null, limit);
        int begin = indexOf(page.items(), from);
        if (begin < 0 && !from.isEmpty()) {
            return "inbox/messages :: reload";
        }
        Page<MessageView> same =
                begin < 0 ? page : new Page<>(page.items().subList(0, begin + 1), null);
        messagesInto(caller, model, conversation, same, null, zone(zone));
        return "inbox/messages :: newest";
    }

    /** A message as it came; what was deleted only where its text is shown, too. */
    @GetMapping(value = "/messages/{id}/json", produces = MediaType.TEXT_PLAIN_VALUE)
    @ResponseBody
    String json(Caller caller, @PathVariable long id) {
        return messages.find(caller, id)
                .filter(bubbles::isShownWhole)
                .flatMap(_ -> messages.json(caller, id))
                .orElseThrow(() -> new NotFound("message", Long.toString(id)));
    }

    private ConversationView found(Caller caller, long id) {
        return conversations
                .find(caller, id)
                .orElseThrow(() -> new NotFound("conversation", Long.toString(id)));
    }

    private void listInto(
            Caller caller, Model model, InboxFilter filter, @Nullable String cursor, int limit) {
        var page = conversations.list(caller, filter.query(cursor, limit));
        List<NumberView> known = numbers.list(caller);
        Map<String, NumberView> byId =
                known.stream()
                        .collect(Collectors.toMap(NumberView::phoneNumberId, Function.identity()));
        model.addAttribute("filter", filter);
        model.addAttribute("numbers", known);
        model.addAttribute("numbersById", byId);
        model.addAttribute("conversations", page.items());
        model.addAttribute("moreConversations", page.nextCursor());
    }

    private void threadInto(
            Caller caller, Model model, ConversationView conversation, ZoneId zone) {
        long id = Long.parseLong(conversation.id());
        NumberView number =
                numbers.list(caller).stream()
                        .filter(n -> n.phoneNumberId().equals(conversation.phoneNumberId()))
                        .findFirst()
                        .orElse(null);
        model.addAttribute("number", number);
        model.addAttribute("composer", ComposerView.of(conversation, number));
        messagesInto(
                caller,
                model,
                conversation,
                messages.listThread(caller, id, null, MESSAGES),
                null,
                zone);
    }

    private void messagesInto(
            Caller caller,
            Model model,
            ConversationView conversation,
            Page<MessageView> page,
            @Nullable Edge then,
            ZoneId zone) {
        List<MessageBubble> shown = bubbles.create(caller, page.items(), then, zone);
        model.addAttribute("conversation", conversation);
        model.addAttribute("bubbles", shown);
        model.addAttribute("earlierCursor", page.nextCursor());
        model.addAttribute(
                "beginsImported",
                !shown.isEmpty() && shown.getFirst().message().sender().equals("HISTORY"));
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            return ZoneOffset.UTC;
        }
    }

    private static int indexOf(List<MessageView> messages, String id) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private static int number(@Nullable String text, int otherwise) {
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }
}
