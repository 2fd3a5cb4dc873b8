package dev.coexistence.conversation.reading;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which conversations contain a text. */
final class SearchCondition {
    private SearchCondition() {}

    static void add(@Nullable String text, List<String> conditions, List<Object> values) {
        if (text == null || text.isBlank()) {
            return;
        }
        String pattern =
                "%"
                        + text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
                        + "%";
        conditions.add(
                """
                (k.profile_name ilike ? or k.book_name ilike ? or k.phone like ?
                 or exists (select 1 from message s where s.conversation_id = c.id and s.body ilike ?))
                """);
        values.add(pattern);
        values.add(pattern);
        values.add(pattern);
        values.add(pattern);
    }
}
