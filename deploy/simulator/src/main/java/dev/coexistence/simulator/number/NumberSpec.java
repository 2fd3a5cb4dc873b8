package dev.coexistence.simulator.number;

import org.jspecify.annotations.Nullable;

/**
 * A number to simulate.
 *
 * @param displayPhoneNumber any spelling
 * @param onBusinessApp whether the phone runs the Business app
 * @param connected ready to send: signed up, subscribed, registered where needed
 * @param budgetPerSecond 0 = the mode's own (20 on the app, else 80)
 * @param windowAlwaysOpen free-form messages are never refused with 131047
 */
public record NumberSpec(
        String displayPhoneNumber,
        boolean onBusinessApp,
        boolean connected,
        @Nullable String verifiedName,
        @Nullable String wabaId,
        @Nullable String phoneNumberId,
        int budgetPerSecond,
        boolean windowAlwaysOpen) {

    /** Connected in coexistence. */
    public static NumberSpec coexistence(String displayPhoneNumber) {
        return new NumberSpec(displayPhoneNumber, true, true, null, null, null, 0, false);
    }

    /** Connected in full migration. */
    public static NumberSpec fullMigration(String displayPhoneNumber) {
        return new NumberSpec(displayPhoneNumber, false, true, null, null, null, 0, false);
    }

    /** In use on the Business app, not signed up. */
    public static NumberSpec onTheApp(String displayPhoneNumber) {
        return new NumberSpec(displayPhoneNumber, true, false, null, null, null, 0, false);
    }

    /** On no app, not signed up. */
    public static NumberSpec fresh(String displayPhoneNumber) {
        return new NumberSpec(displayPhoneNumber, false, false, null, null, null, 0, false);
    }

    public NumberSpec withBudget(int perSecond) {
        return new NumberSpec(
                displayPhoneNumber,
                onBusinessApp,
                connected,
                verifiedName,
                wabaId,
                phoneNumberId,
                perSecond,
                windowAlwaysOpen);
    }

    public NumberSpec withWindowAlwaysOpen() {
        return new NumberSpec(
                displayPhoneNumber,
                onBusinessApp,
                connected,
                verifiedName,
                wabaId,
                phoneNumberId,
                budgetPerSecond,
                true);
    }

    public NumberSpec withIds(String waba, @Nullable String phone) {
        return new NumberSpec(
                displayPhoneNumber,
                onBusinessApp,
                connected,
                verifiedName,
                waba,
                phone,
                budgetPerSecond,
                windowAlwaysOpen);
    }
}
