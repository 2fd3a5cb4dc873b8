package dev.coexistence.connection.lifecycle;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The steps of an onboarding, in their order. */
public enum OnboardingStep {
    /** The dialogue's code becomes a token; once, within 30 seconds. */
    EXCHANGE_CODE,
    /** Before any synchronisation, or what the phone sends is lost. */
    SUBSCRIBE,
    /** The coexistence dialogue names only the WABA. */
    FIND_NUMBER,
    VERIFY_MODE,
    /** Full migration only: a coexistence number is registered already. */
    REGISTER,
    /** Once per onboarding, within 24 hours. */
    SYNC_CONTACTS,
    /** Once per onboarding, within 24 hours, after the contacts. */
    SYNC_HISTORY,
    SELF_TEST;

    private static final Set<OnboardingStep> COEXISTENCE_ONLY =
            EnumSet.of(SYNC_CONTACTS, SYNC_HISTORY);

    public boolean once() {
        return COEXISTENCE_ONLY.contains(this);
    }

    public static List<OnboardingStep> of(ConnectionMode mode) {
        return EnumSet.allOf(OnboardingStep.class).stream()
                .filter(step ->
                        switch (mode) {
                            case COEXISTENCE -> step != REGISTER;
                            case FULL_MIGRATION -> !COEXISTENCE_ONLY.contains(step);
                        })
                .toList();
    }
}
