package dev.coexistence.conversation.reading;

import dev.coexistence.conversation.search.SearchTable;
import dev.coexistence.conversation.search.SearchText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which conversations contain a text: in a message, or in the contact's names. */
final class SearchCondition {
    private SearchCondition() {}

    static void add(@Nullable String text, List<String> conditions, List<Object> values) {
        if (text == null || text.isBlank()) {
            return;
        }
        SearchText wanted = SearchText.wanted(text);
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
}
