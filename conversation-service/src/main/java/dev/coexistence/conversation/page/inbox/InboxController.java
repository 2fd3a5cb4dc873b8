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

    private static final String NUMBERS = "numbersById";

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

    /**
     * Everything that may have changed on a screen, from one reading: the list, and of the thread
     * that is open its head, window, form and contact.
     *
     * @param messages whether its newest messages are asked for too
     * @param from the message with which the newest part on the screen begins
     */
    @GetMapping("/inbox/now")
    String now(
            Caller caller,
            @RequestParam MultiValueMap<String, String> query,
            @RequestParam @Nullable Long thread,
            @RequestParam(defaultValue = "false") boolean messages,
            @RequestParam(defaultValue = "") String from,
            @CookieValue(name = ZONE, defaultValue = "UTC") String zone,
            Model model) {
        int shown = number(query.getFirst("shown"), CONVERSATIONS);
        List<ConversationView> listed =
                listInto(
                        caller,
                        model,
                        InboxFilter.parse(query),
                        null,
                        Math.max(shown, CONVERSATIONS));
        if (thread != null) {
            String id = thread.toString();
            ConversationView conversation =
                    listed.stream()
                            .filter(one -> one.id().equals(id))
                            .findFirst()
                            .or(() -> conversations.find(caller, thread))
                            .filter(one -> one.id().equals(id))
                            .orElse(null);
            model.addAttribute("thread", thread);
            if (conversation == null) {
                // It became part of another, or was erased.
                model.addAttribute("reload", true);
                return "inbox/now :: parts";
            }
            aroundInto(caller, model, conversation);
            if (messages) {
                newestInto(
                        caller,
                        model,
                        conversation,
                        from,
                        number(query.getFirst("rows"), 0),
                        zone(zone));
            }
        }
        return "inbox/now :: parts";
    }

    /** The numbers in trouble, for the navigation of any screen. */
    @GetMapping("/inbox/troubles")
    String troubles(Caller caller, Model model) {
        model.addAttribute("numbers", numbers.list(caller));
        return "inbox/troubles :: nav";
    }

    private void newestInto(
            Caller caller,
            Model model,
            ConversationView conversation,
            String from,
            int shown,
            ZoneId zone) {
        int limit = Math.clamp(shown + NEWS, MESSAGES, MOST);
        Page<MessageView> page =
                messages.listThread(caller, Long.parseLong(conversation.id()), null, limit);
        int begin = indexOf(page.items(), from);
        if (begin < 0 && !from.isEmpty()) {
            model.addAttribute("reload", true);
            return;
        }
        Page<MessageView> same =
                begin < 0 ? page : new Page<>(page.items().subList(0, begin + 1), null);
        messagesInto(caller, model, conversation, same, null, zone);
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

    private List<ConversationView> listInto(
            Caller caller, Model model, InboxFilter filter, @Nullable String cursor, int limit) {
        var page = conversations.list(caller, filter.query(cursor, limit));
        List<NumberView> known = numbers.list(caller);
        Map<String, NumberView> byId =
                known.stream()
                        .collect(Collectors.toMap(NumberView::phoneNumberId, Function.identity()));
        model.addAttribute("filter", filter);
        model.addAttribute("numbers", known);
        model.addAttribute(NUMBERS, byId);
        model.addAttribute("conversations", page.items());
        model.addAttribute("moreConversations", page.nextCursor());
        model.addAttribute("unread", known.stream().mapToLong(NumberView::unread).sum());
        return page.items();
    }

    private void threadInto(
            Caller caller, Model model, ConversationView conversation, ZoneId zone) {
        aroundInto(caller, model, conversation);
        messagesInto(
                caller,
                model,
                conversation,
                messages.listThread(caller, Long.parseLong(conversation.id()), null, MESSAGES),
                null,
                zone);
    }

    /** Everything around the messages of a thread. */
    private void aroundInto(Caller caller, Model model, ConversationView conversation) {
        NumberView number =
                model.getAttribute(NUMBERS) instanceof Map<?, ?> known
                                && known.get(conversation.phoneNumberId()) instanceof NumberView one
                        ? one
                        : numbers.find(caller, conversation.phoneNumberId()).orElse(null);
        model.addAttribute("conversation", conversation);
        model.addAttribute("number", number);
        model.addAttribute("composer", ComposerView.of(conversation, number));
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
