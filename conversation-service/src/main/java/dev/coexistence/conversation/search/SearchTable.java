package dev.coexistence.conversation.search;

import dev.coexistence.conversation.database.ArrayParameters;
import dev.coexistence.database.ColumnBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The table of what can be found, by the id of the message or the contact that it belongs to. */
public final class SearchTable {
    private static final ColumnBatch<Map.Entry<Long, SearchText>> ROWS =
            ColumnBatch.<Map.Entry<Long, SearchText>>into("search_text")
                    .bigint("id", Map.Entry::getKey)
                    .text("words", e -> e.getValue().words())
                    .integers("grams", e -> e.getValue().grams());

    private SearchTable() {}

    /** Makes texts searchable that were not before; nothing is kept of an empty one. */
    public static void add(Connection connection, Map<Long, String> texts) throws SQLException {
        var found = new ArrayList<Map.Entry<Long, SearchText>>(texts.size());
        texts.forEach((id, text) -> {
            SearchText searched = SearchText.index(text);
            if (!searched.isEmpty()) {
                found.add(Map.entry(id, searched));
            }
        });
        ROWS.copy(connection, found);
    }

    /** Makes texts searchable; an empty one can no longer be found. */
    public static void save(Connection connection, Map<Long, String> texts) throws SQLException {
        var found = new ArrayList<Map.Entry<Long, SearchText>>();
        var gone = new ArrayList<Long>();
        texts.forEach((id, text) -> {
            SearchText searched = SearchText.index(text);
            if (searched.isEmpty()) {
                gone.add(id);
            } else {
                found.add(Map.entry(id, searched));
            }
        });
        ROWS.insert(
                connection,
                found,
                "on conflict (id) do update set words = excluded.words, grams = excluded.grams"
                        + " where search_text.words <> excluded.words");
        remove(connection, gone);
    }

    public static void remove(Connection connection, Collection<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("delete from search_text where id = any (?)")) {
            statement.setArray(1, ArrayParameters.numbers(connection, ids));
            statement.executeUpdate();
        }
    }

    /** A condition on the alias {@code s} of this table: what one of these finds, is found. */
    public static String condition(List<SearchText> meanings, List<Object> values) {
        return meanings.stream()
                .map(wanted -> {
                    values.add(array(wanted));
                    values.add("%" + wanted.words() + "%");
                    return "(s.grams @> ?::int[] and s.words like ?)";
                })
                .collect(Collectors.joining(" or ", "(", ")"));
    }

    private static String array(SearchText text) {
        return Arrays.stream(text.grams())
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(",", "{", "}"));
    }
}
