package dev.coexistence.connection.api;

import dev.coexistence.access.Caller;
import org.jspecify.annotations.Nullable;

/** Name in a body. It counts in the open mode alone; elsewhere the caller's own does. */
final class StatedName {
    private StatedName() {}

    /** The caller, in the open mode by the name that the body states. */
    static Caller apply(Caller caller, @Nullable String stated) {
        return !caller.isOpen() || stated == null || stated.isBlank()
                ? caller
                : new Caller(
                        caller.kind(),
                        caller.id(),
                        stated.strip(),
                        caller.tenant(),
                        caller.scopes(),
                        caller.bearer(),
                        caller.address());
    }

    /** True where nobody is known, neither by a log-in nor by the body. */
    static boolean isMissing(Caller caller, @Nullable String stated) {
        return caller.isOpen() && (stated == null || stated.isBlank());
    }
}
