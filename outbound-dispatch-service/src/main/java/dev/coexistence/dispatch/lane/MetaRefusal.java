package dev.coexistence.dispatch.lane;

import org.jspecify.annotations.Nullable;

/**
 * An error as Meta's API states it.
 *
 * @param http status of the answer
 * @param code Meta's error code, by which to decide
 */
public record MetaRefusal(
        int http,
        int code,
        @Nullable String title,
        @Nullable String message,
        @Nullable String details) {}
