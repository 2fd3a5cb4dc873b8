package dev.coexistence.conversation.search;

import dev.coexistence.conversation.contact.CanonicalPhone;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL condition for conversations that contain a text, in a message or in the contact's names. */
public final class SearchCondition {
    private SearchCondition() {}

    public static void add(@Nullable String text, List<String> conditions, List<Object> values) {
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
        conditions.add(
                "c.id in (with found as materialized (select s.id from search_text s where "
                        + SearchTable.condition(wanted, values)
                        + ") select f.id from found f union"
                        + " select m.conversation_id from found f join message m on m.id = f.id"
                        + " where m.conversation_id is not null)");
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
