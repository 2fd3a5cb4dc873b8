package dev.coexistence.conversation.projection.message;

import dev.coexistence.conversation.contact.ContactNames;
import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.MessageEdit;
import dev.coexistence.conversation.message.MessageState;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Search texts that a batch adds, changes or removes. */
public final class SearchableTexts {
    private SearchableTexts() {}

    /** Texts of messages that were not there before. */
    static Map<Long, String> collectNew(Collection<MessageRow> rows) {
        var texts = new LinkedHashMap<Long, String>();
        for (MessageRow row : rows) {
            if (row.isNew() && !row.isGone()) {
                texts.put(row.id(), text(row.now()));
            }
        }
        return texts;
    }

    /** Other texts for what was there before; empty where it can no longer be found. */
    static Map<Long, String> collectChanged(Collection<MessageRow> rows) {
        var texts = new LinkedHashMap<Long, String>();
        for (MessageRow row : rows) {
            MessageState before = row.before();
            if (before == null) {
                continue;
            }
            String text = row.isGone() ? "" : text(row.now());
            if (!text.equals(text(before))) {
                texts.put(row.id(), text);
            }
        }
        return texts;
    }

    /** Names of contacts. */
    public static Map<Long, String> collectNames(Map<Long, ContactNames> renamed) {
        var texts = new LinkedHashMap<Long, String>();
        renamed.forEach((contact, names) -> texts.put(contact, names.line()));
        return texts;
    }

    private static String text(MessageState state) {
        Content content = state.content();
        if (content == null || state.revocation() != null) {
            return "";
        }
        MessageEdit edit = state.edit();
        String body = edit == null ? content.body() : edit.body();
        return body == null ? "" : body;
    }
}
