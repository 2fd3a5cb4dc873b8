package dev.coexistence.dispatch.refusal;

import org.jspecify.annotations.Nullable;

/**
 * An error as Meta's API states it.
 *
 * @param http status of the answer
 * @param code Meta's error code, by which to decide
 * @param subcode Meta's error_subcode; null where the answer has none, as most have none since v16
 */
public record MetaRefusal(
        int http,
        int code,
        @Nullable Integer subcode,
        @Nullable String title,
        @Nullable String message,
        @Nullable String details) {

    public MetaRefusal(
            int http,
            int code,
            @Nullable String title,
            @Nullable String message,
            @Nullable String details) {
        this(http, code, null, title, message, details);
    }
}
