package dev.coexistence.connection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A webhook about an account or a number, as far as a connection cares.
 *
 * @param at when Meta sent it
 */
record AccountNotice(Source source, Subject subject, What what, String json, Instant at) {

    /**
     * @param eventId the same after every redelivery
     */
    record Source(String eventId, String field) {}

    /** Whom it names; any of these may be missing. */
    record Subject(
            @Nullable String phoneNumberId, @Nullable String wabaId, @Nullable String digits) {
        boolean namesNumber() {
            return phoneNumberId != null || digits != null;
        }

        @Override
        public String toString() {
            return "Subject[" + phoneNumberId + ", " + wabaId + "]";
        }
    }

    record What(String event, @Nullable String reason, @Nullable String initiatedBy) {}

    /** One line for the history; names no person. */
    String summary() {
        return source.field()
                + (what.event().isEmpty() ? "" : " " + what.event())
                + (what.reason() == null ? "" : ", reason " + what.reason())
                + (what.initiatedBy() == null ? "" : ", by " + what.initiatedBy());
    }
}
