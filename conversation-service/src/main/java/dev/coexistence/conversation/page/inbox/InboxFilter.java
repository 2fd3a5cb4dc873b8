package dev.coexistence.conversation.page.inbox;

import dev.coexistence.conversation.reading.ConversationQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Filter of the conversation list, as the query part of the address.
 *
 * @param number phone number id, or empty for all
 * @param q words to look for
 */
record InboxFilter(String number, String q, boolean unread, boolean open) {
    static InboxFilter parse(MultiValueMap<String, String> query) {
        return new InboxFilter(
                text(query, "number"),
                text(query, "q"),
                query.containsKey("unread"),
                query.containsKey("open"));
    }

    ConversationQuery query(@Nullable String cursor, int limit) {
        return new ConversationQuery(
                number.isEmpty() ? null : number,
                q.isBlank() ? null : q,
                unread ? Boolean.TRUE : null,
                open ? Boolean.TRUE : null,
                cursor,
                Math.clamp(limit, 1, ConversationQuery.MAX_LIMIT));
    }

    public boolean isEmpty() {
        return number.isEmpty() && q.isBlank() && !unread && !open;
    }

    /** Empty, or beginning with a question mark. */
    public String asQuery() {
        var uri = UriComponentsBuilder.newInstance();
        if (!number.isEmpty()) {
            uri.queryParam("number", "{number}");
        }
        if (!q.isBlank()) {
            uri.queryParam("q", "{q}");
        }
        if (unread) {
            uri.queryParam("unread", "1");
        }
        if (open) {
            uri.queryParam("open", "1");
        }
        var values = new java.util.HashMap<String, Object>();
        values.put("number", number);
        values.put("q", q);
        return uri.encode().buildAndExpand(values).toUriString();
    }

    private static String text(MultiValueMap<String, String> query, String name) {
        String value = query.getFirst(name);
        return value == null ? "" : value;
    }
}
