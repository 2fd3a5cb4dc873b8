package dev.coexistence.conversation.message;

import org.jspecify.annotations.Nullable;

/** An error as Meta states it. */
public record MetaProblem(int code, @Nullable String title, @Nullable String details) {}
