package dev.coexistence.conversation.search;

import dev.coexistence.access.Caller;
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

    /** A query of the ids that one of these finds, for the caller. */
    public static String query(Caller caller, List<SearchText> meanings, List<Object> values) {
        if (caller.tenant() != null) {
            values.add(meanings.stream().map(SearchTable::array).toArray(String[]::new));
            values.add(meanings.stream().map(SearchTable::pattern).toArray(String[]::new));
            return "select s.id from tenant_search(?, ?) as s(id)";
        }
        return meanings.stream()
                .map(wanted -> {
                    values.add(array(wanted));
                    values.add(pattern(wanted));
                    return "(s.grams @> ?::int[] and s.words like ?)";
                })
                .collect(Collectors.joining(" or ", "select s.id from search_text s where (", ")"));
    }

    private static String pattern(SearchText text) {
        return "%" + text.words() + "%";
    }

    private static String array(SearchText text) {
        return Arrays.stream(text.grams())
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(",", "{", "}"));
    }
}
