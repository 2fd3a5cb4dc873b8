package dev.coexistence.connection.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * An account event that asked for a test of a link, as it did not say which number it means. All
 * null where none did.
 *
 * @param by the side that acted, in Meta's words
 */
public record RetestRequest(@Nullable String event, @Nullable String reason, @Nullable String by) {

    public boolean isAboutAnEnd() {
        return endsForGood() || AccountEventVerdict.OFFBOARDED.equals(event);
    }

    public boolean endsForGood() {
        return AccountEventVerdict.REMOVED.equals(event)
                || AccountEventVerdict.UNINSTALLED.equals(event);
    }
}
