package dev.coexistence.conversation.page.inbox;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.content.MessageContent;
import dev.coexistence.conversation.content.TypedContent;
import dev.coexistence.conversation.page.EarlierText;
import dev.coexistence.conversation.page.PageSettings;
import dev.coexistence.conversation.reading.MessageReader;
import dev.coexistence.conversation.reading.MessageView;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts messages into the form of a thread. */
@Component
class MessageBubbles {
    private static final String IMPORTED = "HISTORY";

    private final MessageReader messages;
    private final AgentNames agents;
    private final TemplateWordings templates;
    private final EarlierText shown;

    MessageBubbles(
            MessageReader messages,
            AgentNames agents,
            TemplateWordings templates,
            PageSettings settings) {
        this.messages = messages;
        this.agents = agents;
        this.templates = templates;
        shown = settings.earlierText();
    }

    /**
     * @param newestFirst one page of a thread
     * @param then the oldest message of the page below it, already on the screen
     */
    List<MessageBubble> create(
            Caller caller, List<MessageView> newestFirst, @Nullable Edge then, ZoneId zone) {
        var bubbles = new ArrayList<MessageBubble>(newestFirst.size());
        Map<String, MessageView> quotable = new HashMap<>();
        newestFirst.forEach(message -> {
            if (message.wamid() != null) {
                quotable.put(message.wamid(), message);
            }
        });
        Map<String, String> names =
                agents.find(
                        newestFirst.stream()
                                .map(MessageView::commandId)
                                .filter(Objects::nonNull)
                                .toList());
        LocalDate day = null;
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            MessageView message = newestFirst.get(i);
            LocalDate its = message.occurredAt().atZone(zone).toLocalDate();
            boolean liveFollows =
                    i == 0
                            ? then != null && !then.imported()
                            : !newestFirst.get(i - 1).sender().equals(IMPORTED);
            bubbles.add(
                    new MessageBubble(
                            message,
                            findQuoted(caller, message, quotable),
                            earlier(caller, message),
                            message.commandId() == null ? null : names.get(message.commandId()),
                            findTemplate(message),
                            its.equals(day) ? null : its,
                            message.sender().equals(IMPORTED) && liveFollows));
            day = its;
        }
        return bubbles;
    }

    /** Border to the next page. */
    record Edge(boolean imported) {}

    private @Nullable SentTemplate findTemplate(MessageView message) {
        MessageContent content = message.content();
        return content != null
                        && content.said() instanceof TypedContent.Template sent
                        && sent.name() != null
                        && sent.language() != null
                ? templates
                        .find(message.phoneNumberId(), sent.name(), sent.language())
                        .map(one -> SentTemplate.of(one.components(), sent.components()))
                        .orElse(null)
                : null;
    }

    private @Nullable MessageView findQuoted(
            Caller caller, MessageView message, Map<String, MessageView> quotable) {
        String wamid = message.repliesTo();
        if (wamid == null) {
            return null;
        }
        MessageView near = quotable.get(wamid);
        return near != null ? near : messages.findQuoted(caller, message).orElse(null);
    }

    /** True where every wording of the message may be shown. */
    boolean isShownWhole(MessageView message) {
        return message.revokedAt() == null || shown == EarlierText.ALL;
    }

    /** Its first wording, or what a deleted one said, where that may be shown. */
    private @Nullable String earlier(Caller caller, MessageView message) {
        if (message.revokedAt() != null) {
            MessageContent deleted =
                    isShownWhole(message)
                            ? MessageContent.read(
                                    messages.json(caller, Long.parseLong(message.id()))
                                            .orElse(null))
                            : null;
            return deleted == null ? null : deleted.text();
        }
        MessageView.Edited edited = message.edited();
        return edited == null || shown == EarlierText.NONE ? null : edited.earlier();
    }
}
