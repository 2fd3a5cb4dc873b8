package dev.coexistence.conversation.contact;

import java.time.Instant;

/**
 * One contact turned out to be another.
 *
 * @param because {@link #ONE_EVENT}, {@link #CONTACT_SHARED}, USER_ID_CHANGED or PHONE_CHANGED
 */
public record ContactMerge(
        String phoneNumberId, long winner, long loser, String because, Instant at) {
    /** One event named both. */
    public static final String ONE_EVENT = "ONE_EVENT";

    /** The person shared their own number when they were asked for it. */
    public static final String CONTACT_SHARED = "CONTACT_SHARED";
}
