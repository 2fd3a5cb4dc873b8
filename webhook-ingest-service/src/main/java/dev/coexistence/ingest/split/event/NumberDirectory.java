package dev.coexistence.ingest.split.event;

import org.jspecify.annotations.Nullable;

/**
 * Directory of the connected numbers by the phone number that people know. Answers null for a
 * number that is not known (yet). Thread-safe.
 */
public interface NumberDirectory {
    /** Directory that knows no number. */
    NumberDirectory NONE = _ -> null;

    /**
     * A connected number.
     *
     * @param wabaId its WhatsApp Business Account, where known
     */
    record Known(String phoneNumberId, @Nullable String wabaId) {}

    /**
     * @param digits phone number as digits without plus
     */
    @Nullable Known byPhone(@Nullable String digits);
}
