package dev.coexistence.local.story;

import dev.coexistence.local.story.client.BusinessNumber;

/**
 * Numbers and customer of one telling; all fresh, so that the story can be told again on kept data.
 *
 * @param shared the number used by app and API together
 * @param migrated the number that is on the API alone
 * @param customer writes to the shared number
 * @param run tells this telling's texts and ids from earlier ones
 */
record StoryCast(BusinessNumber shared, BusinessNumber migrated, String customer, String run) {
    static final String CUSTOMER_NAME = "Ana Vidal";

    /** A text that no other telling says. */
    String says(String text) {
        return text + " (" + run + ")";
    }
}
