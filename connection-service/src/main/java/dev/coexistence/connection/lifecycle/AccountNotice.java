package dev.coexistence.connection.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A webhook about an account or a number, as far as a connection cares.
 *
 * @param at when Meta sent it
 */
public record AccountNotice(Source source, Subject subject, What what, String json, Instant at) {

    /**
     * @param eventId the same after every redelivery
     */
    public record Source(String eventId, String field) {}

    /** Subject of the notice; any of these may be missing. */
    public record Subject(
            @Nullable String phoneNumberId, @Nullable String wabaId, @Nullable String digits) {
        boolean namesNumber() {
            return phoneNumberId != null || digits != null;
        }

        @Override
        public String toString() {
            return "Subject[" + phoneNumberId + ", " + wabaId + "]";
        }
    }

    public record What(String event, @Nullable String reason, @Nullable String initiatedBy) {}

    /** One line for the history; names no person. */
    public String summary() {
        return source.field()
                + (what.event().isEmpty() ? "" : " " + what.event())
                + (what.reason() == null ? "" : ", reason " + what.reason())
                + (what.initiatedBy() == null ? "" : ", by " + what.initiatedBy());
    }

    /** The outcome of an event. */
    public enum Fate {
        APPLIED,
        /** It does not say which of several numbers it means: each is tested. */
        TO_BE_TESTED,
        LATE,
        PARKED,
        SEEN_BEFORE
    }
}
