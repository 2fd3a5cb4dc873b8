package dev.coexistence.conversation.page;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/**
 * Texts for words of an open set, which other services and Meta add to: where there is no text, the
 * word itself is shown.
 */
public final class Words {
    private final MessageSource texts;
    private final Locale locale;

    Words(MessageSource texts, Locale locale) {
        this.texts = texts;
        this.locale = locale;
    }

    /** The text for a word, or null where there is none. */
    public @Nullable String find(String prefix, @Nullable Object word) {
        return word == null ? null : texts.getMessage(prefix + word, null, null, locale);
    }

    public String of(String prefix, Object word) {
        String text = texts.getMessage(prefix + word, null, null, locale);
        return text == null ? String.valueOf(word) : text;
    }
}
