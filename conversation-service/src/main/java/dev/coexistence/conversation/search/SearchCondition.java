package dev.coexistence.conversation.search;

import dev.coexistence.access.Caller;
import dev.coexistence.access.Scope;
import dev.coexistence.conversation.contact.CanonicalPhone;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL condition for conversations that contain a text, in a message or in the contact's names. */
public final class SearchCondition {
    private SearchCondition() {}

    /**
     * Adds the condition, where there is a text. A tenant's search goes through a function of the
     * database that finds nothing of others. Who may not see phone numbers does not find contacts,
     * cards and notices by digits, which would give them away piece by piece.
     */
    public static void add(
            Caller caller, @Nullable String text, List<String> conditions, List<Object> values) {
        if (text == null || text.isBlank()) {
            return;
        }
        List<SearchText> wanted = meanings(text);
        if (wanted.isEmpty()) {
            conditions.add("false");
            return;
        }
        // One look into the index, kept apart: without the fence the planner likes to walk the
        // list.
        boolean all = mayFindContacts(caller, text);
        conditions.add(
                "c.id in (with found as materialized ("
                        + SearchTable.query(caller, wanted, values)
                        + ")"
                        + (all ? " select f.id from found f union" : "")
                        + " select m.conversation_id from found f join message m on m.id = f.id"
                        + " where m.conversation_id is not null"
                        + (all ? "" : " and coalesce(m.type, '') not in ('contacts', 'system')")
                        + ")");
    }

    /** True where contacts may be found by this text. */
    public static boolean mayFindContacts(Caller caller, String text) {
        return caller.may(Scope.CONTACTS_PHONE) || text.codePoints().noneMatch(Character::isDigit);
    }

    /**
     * Meanings of a search text; a phone number also by the spelling that its owner is known by.
     */
    public static List<SearchText> meanings(String text) {
        var meanings = new ArrayList<>(SearchText.meanings(text));
        String phone = CanonicalPhone.normalize(text);
        if (phone != null && meanings.stream().noneMatch(m -> m.words().equals(phone))) {
            meanings.add(SearchText.query(phone));
        }
        return meanings;
    }
}
