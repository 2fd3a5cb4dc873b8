package dev.coexistence.conversation.projection.message;

import dev.coexistence.conversation.live.ChangeNotice;
import dev.coexistence.conversation.live.ChangeNotice.Kind;
import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.DeliveryStatus;
import dev.coexistence.conversation.message.MessageEdit;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.message.Sender;
import dev.coexistence.conversation.message.StatusLevel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Change notices for the step from one state of a message to the next. */
public final class MessageTransitions {
    private MessageTransitions() {}

    /** An import is told once for each conversation, not for each message. */
    public static List<ChangeNotice> notices(Collection<MessageRow> rows) {
        var changes = new ArrayList<ChangeNotice>();
        var imported = new LinkedHashSet<ChangeNotice>();
        for (MessageRow row : rows) {
            if (row.isGone() || !row.hasChanged() || !row.now().hasContent()) {
                continue;
            }
            if (!row.now().isLive()) {
                imported.add(
                        new ChangeNotice(
                                Kind.HISTORY_IMPORTED, row.phoneNumberId(), row.conversation(), 0));
                continue;
            }
            for (Kind kind : kinds(row.before(), row.now())) {
                changes.add(
                        new ChangeNotice(kind, row.phoneNumberId(), row.conversation(), row.id()));
            }
        }
        changes.addAll(imported);
        return changes;
    }

    static Set<Kind> kinds(@Nullable MessageState before, MessageState now) {
        var kinds = new LinkedHashSet<Kind>();
        boolean wasThere = before != null && before.hasContent() && before.isLive();
        if (before == null || !wasThere) {
            kinds.add(appearance(now));
        } else if (Sender.of(before.evidence()) == Sender.STANDBY
                && Sender.of(now.evidence()) == Sender.CUSTOMER) {
            kinds.add(Kind.MESSAGE_INBOUND);
        }
        DeliveryStatus status = now.deliveryStatus();
        StatusLevel was = before == null ? null : statusOf(before);
        StatusLevel is = status == null ? null : status.status();
        if (is != was && is != null) {
            boolean sent =
                    !wasAtLeast(was, StatusLevel.ACCEPTED) && wasAtLeast(is, StatusLevel.ACCEPTED);
            if (Sender.of(now.evidence()) == Sender.API && sent) {
                kinds.add(Kind.MESSAGE_SENT);
            }
            boolean program = Sender.of(now.evidence()) == Sender.API;
            if (wasThere || (program && wasAtLeast(is, StatusLevel.SENT))) {
                kinds.add(Kind.MESSAGE_STATUS);
            }
        }
        MessageEdit edit = now.edit();
        if (edit != null && (before == null || !edit.readsLike(before.edit()))) {
            kinds.add(Kind.MESSAGE_EDITED);
        }
        if (now.revocation() != null && (before == null || before.revocation() == null)) {
            kinds.add(Kind.MESSAGE_REVOKED);
        }
        if (!emojis(now).equals(before == null ? Map.of() : emojis(before))) {
            kinds.add(Kind.MESSAGE_REACTION);
        }
        if (before != null && now.readMarked() && !before.readMarked()) {
            kinds.add(Kind.CONVERSATION_READ);
        }
        if (before != null && wasThere && !Objects.equals(before.content(), now.content())) {
            kinds.add(
                    resolves(before.content(), now.content())
                            ? Kind.MESSAGE_RESOLVED
                            : Kind.MESSAGE_UPDATED);
        }
        if (kinds.isEmpty()) {
            kinds.add(Kind.MESSAGE_UPDATED);
        }
        return kinds;
    }

    private static Kind appearance(MessageState now) {
        return switch (Sender.of(now.evidence())) {
            case CUSTOMER -> Kind.MESSAGE_INBOUND;
            case STANDBY -> Kind.MESSAGE_STANDBY;
            case APP -> Kind.MESSAGE_ECHO;
            case META_AGENT -> Kind.MESSAGE_AGENT;
            case SYSTEM -> Kind.CONVERSATION_HANDOVER;
            case API -> Kind.MESSAGE_QUEUED;
            case HISTORY -> Kind.HISTORY_IMPORTED;
        };
    }

    /** The visible reactions, each with its message. */
    private static Map<String, Object> emojis(MessageState state) {
        return state.reactions().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().words()));
    }

    private static boolean resolves(@Nullable Content before, @Nullable Content now) {
        return before != null
                && now != null
                && before.rank().isPlaceholder()
                && !now.rank().isPlaceholder();
    }

    private static @Nullable StatusLevel statusOf(MessageState state) {
        DeliveryStatus status = state.deliveryStatus();
        return status == null ? null : status.status();
    }

    private static boolean wasAtLeast(@Nullable StatusLevel status, StatusLevel least) {
        return status != null && status.compareTo(least) >= 0;
    }
}
