package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.contact.ContactBook;
import dev.coexistence.conversation.contact.Handovers;
import dev.coexistence.conversation.contact.Merge;
import dev.coexistence.conversation.live.Change;
import dev.coexistence.conversation.live.Change.Kind;
import dev.coexistence.conversation.projection.Fact.ChunkImported;
import dev.coexistence.conversation.projection.Fact.ImportDeclined;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a batch changed besides messages. */
final class ContactChanges {
    private ContactChanges() {}

    static Set<Change> of(ContactBook book, Set<Long> renamed, List<Fact> facts) {
        var changes = new LinkedHashSet<Change>();
        for (Fact fact : facts) {
            if (fact instanceof ChunkImported) {
                changes.add(new Change(Kind.HISTORY_PROGRESS, fact.phoneNumberId(), 0, 0));
            } else if (fact instanceof ImportDeclined) {
                changes.add(new Change(Kind.HISTORY_DECLINED, fact.phoneNumberId(), 0, 0));
            }
        }
        for (Merge merge : book.merges()) {
            changes.add(
                    new Change(
                            Kind.CONVERSATION_MERGED,
                            merge.phoneNumberId(),
                            book.current(merge.winner()),
                            0));
        }
        for (long contact : renamed) {
            changes.add(new Change(Kind.CONTACT_UPDATED, book.numberOf(contact), contact, 0));
        }
        return changes;
    }

    /** Threads that were parted because a phone number changed hands earlier. */
    static List<Change> of(Handovers handovers) {
        var changes = new ArrayList<Change>();
        handovers
                .parted()
                .forEach((contact, number) -> {
                    changes.add(new Change(Kind.CONVERSATION_MERGED, number, contact, 0));
                    changes.add(new Change(Kind.CONTACT_UPDATED, number, contact, 0));
                });
        return changes;
    }
}
