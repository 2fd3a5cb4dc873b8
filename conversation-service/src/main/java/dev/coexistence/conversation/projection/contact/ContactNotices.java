package dev.coexistence.conversation.projection.contact;

import dev.coexistence.conversation.contact.ContactBook;
import dev.coexistence.conversation.contact.ContactMerge;
import dev.coexistence.conversation.contact.PhoneReassignment;
import dev.coexistence.conversation.live.ChangeNotice;
import dev.coexistence.conversation.live.ChangeNotice.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Change notices for merged, renamed and split contacts. */
final class ContactNotices {
    private ContactNotices() {}

    static List<ChangeNotice> collect(
            ContactBook book, Set<Long> renamed, PhoneReassignment reassignment) {
        var changes = new LinkedHashSet<ChangeNotice>();
        for (ContactMerge merge : book.merges()) {
            changes.add(
                    new ChangeNotice(
                            Kind.CONVERSATION_MERGED,
                            merge.phoneNumberId(),
                            book.current(merge.winner()),
                            0));
        }
        for (long contact : renamed) {
            changes.add(new ChangeNotice(Kind.CONTACT_UPDATED, book.numberOf(contact), contact, 0));
        }
        var all = new ArrayList<>(changes);
        reassignment
                .splitContacts()
                .forEach((contact, number) -> {
                    all.add(new ChangeNotice(Kind.CONVERSATION_MERGED, number, contact, 0));
                    all.add(new ChangeNotice(Kind.CONTACT_UPDATED, number, contact, 0));
                });
        return all;
    }
}
