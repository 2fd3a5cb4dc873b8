package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.contact.ContactNames;
import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.Edit;
import dev.coexistence.conversation.message.MessageState;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What a batch made findable, or no longer. */
final class Searchable {
    private Searchable() {}

    static Map<Long, String> of(Collection<MessageRow> rows, Map<Long, ContactNames> renamed) {
        var texts = new LinkedHashMap<Long, String>();
        for (MessageRow row : rows) {
            MessageState before = row.before();
            String text = row.isGone() ? "" : text(row.now());
            if (!Objects.equals(text, before == null ? "" : text(before))) {
                texts.put(row.id(), text);
            }
        }
        renamed.forEach((contact, names) -> texts.put(contact, names.line()));
        return texts;
    }

    private static String text(MessageState state) {
        Content content = state.content();
        if (content == null || state.revocation() != null) {
            return "";
        }
        Edit edit = state.edit();
        String body = edit == null ? content.body() : edit.body();
        return body == null ? "" : body;
    }
}
