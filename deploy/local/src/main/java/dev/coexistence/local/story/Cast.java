package dev.coexistence.local.story;

/**
 * Who plays in one telling; all fresh, so that the story can be told again on kept data.
 *
 * @param shared the number used by app and API together
 * @param migrated the number that is on the API alone
 * @param customer writes to the shared number
 * @param run tells this telling's texts and ids from earlier ones
 */
record Cast(BusinessNumber shared, BusinessNumber migrated, String customer, String run) {
    static final String CUSTOMER_NAME = "Ana Vidal";

    /** A text that no other telling says. */
    String says(String text) {
        return text + " (" + run + ")";
    }
}
