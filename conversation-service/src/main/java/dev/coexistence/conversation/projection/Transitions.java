package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.live.Change;
import dev.coexistence.conversation.live.Change.Kind;
import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.message.Sender;
import dev.coexistence.conversation.message.Standing;
import dev.coexistence.conversation.message.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What changed from one state of a message to the next, in the words of those who follow. */
final class Transitions {
    private Transitions() {}

    /** An import is told once for each conversation, not for each message. */
    static List<Change> of(Collection<MessageRow> rows) {
        var changes = new ArrayList<Change>();
        var imported = new LinkedHashSet<Change>();
        for (MessageRow row : rows) {
            if (row.isGone() || !row.hasChanged() || !row.now().isSaid()) {
                continue;
            }
            if (!row.now().isLive()) {
                imported.add(
                        new Change(
                                Kind.HISTORY_IMPORTED, row.phoneNumberId(), row.conversation(), 0));
                continue;
            }
            for (Kind kind : kinds(row.before(), row.now())) {
                changes.add(new Change(kind, row.phoneNumberId(), row.conversation(), row.id()));
            }
        }
        changes.addAll(imported);
        return changes;
    }

    static Set<Kind> kinds(@Nullable MessageState before, MessageState now) {
        var kinds = new LinkedHashSet<Kind>();
        boolean wasThere = before != null && before.isSaid() && before.isLive();
        if (!wasThere) {
            kinds.add(appearance(now));
        }
        Standing standing = now.standing();
        Status was = before == null ? null : statusOf(before);
        Status is = standing == null ? null : standing.status();
        if (is != was && is != null) {
            boolean sent = !wasAtLeast(was, Status.ACCEPTED) && wasAtLeast(is, Status.ACCEPTED);
            if (Sender.of(now.evidence()) == Sender.API && sent) {
                kinds.add(Kind.MESSAGE_SENT);
            }
            boolean program = Sender.of(now.evidence()) == Sender.API;
            if (wasThere || (program && wasAtLeast(is, Status.SENT))) {
                kinds.add(Kind.MESSAGE_STATUS);
            }
        }
        if (now.edit() != null && (before == null || !now.edit().equals(before.edit()))) {
            kinds.add(Kind.MESSAGE_EDITED);
        }
        if (now.revocation() != null && (before == null || before.revocation() == null)) {
            kinds.add(Kind.MESSAGE_REVOKED);
        }
        if (!now.reactions().equals(before == null ? java.util.Map.of() : before.reactions())) {
            kinds.add(Kind.MESSAGE_REACTION);
        }
        if (before != null && now.readMarked() && !before.readMarked()) {
            kinds.add(Kind.CONVERSATION_READ);
        }
        if (before != null && wasThere && !Objects.equals(before.content(), now.content())) {
            kinds.add(
                    resolved(before.content(), now.content())
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
            case APP -> Kind.MESSAGE_ECHO;
            case API -> Kind.MESSAGE_QUEUED;
            case HISTORY -> Kind.HISTORY_IMPORTED;
        };
    }

    private static boolean resolved(@Nullable Content before, @Nullable Content now) {
        return before != null
                && now != null
                && before.rank().isPlaceholder()
                && !now.rank().isPlaceholder();
    }

    private static @Nullable Status statusOf(MessageState state) {
        Standing standing = state.standing();
        return standing == null ? null : standing.status();
    }

    private static boolean wasAtLeast(@Nullable Status status, Status least) {
        return status != null && status.compareTo(least) >= 0;
    }
}
