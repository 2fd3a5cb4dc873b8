package dev.coexistence.ingest.split;

import org.jspecify.annotations.Nullable;

/**
 * Which changes of a body are read.
 *
 * @param number only changes of this business number; null for all
 * @param field only changes of this field; null for all
 */
public record Selection(@Nullable String number, @Nullable String field) {
    public static final Selection ALL = new Selection(null, null);

    boolean isAll() {
        return number == null && field == null;
    }

    boolean takes(Change change) {
        return (number == null || number.equals(change.number()))
                && (field == null || field.equals(change.field()));
    }
}
