package dev.coexistence.ingest.split;

import dev.coexistence.ingest.split.event.WebhookChange;
import org.jspecify.annotations.Nullable;

/**
 * Filter for changes of a body.
 *
 * @param number only changes of this business number; null for all
 * @param field only changes of this field; null for all
 */
public record ChangeFilter(@Nullable String number, @Nullable String field) {
    public static final ChangeFilter ALL = new ChangeFilter(null, null);

    boolean isAll() {
        return number == null && field == null;
    }

    boolean matches(WebhookChange change) {
        return (number == null || number.equals(change.number()))
                && (field == null || field.equals(change.field()));
    }
}
