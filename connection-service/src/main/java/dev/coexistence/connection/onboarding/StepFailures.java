package dev.coexistence.connection.onboarding;

import dev.coexistence.connection.lifecycle.ConnectionState.Failure;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.graph.GraphError;

/** Failures of steps by Meta's refusal, each with the next action for a person. */
final class StepFailures {
    private StepFailures() {}

    static Failure of(OnboardingStep step, GraphError refusal) {
        return new Failure(refusal.code(), refusal.words(), nextAction(step, refusal));
    }

    /** Whose it is, only Meta's token may show. */
    static Failure belongToAnotherTenant() {
        return new Failure(
                0,
                "The number belongs to another tenant of this platform",
                "Have the platform's operator move the number, then resume the sign-up.");
    }

    private static String nextAction(OnboardingStep step, GraphError refusal) {
        return switch (refusal.code()) {
            case 133005 ->
                    "Give the PIN of the number's two-step verification and resume the sign-up.";
            case 133006 -> "Verify the number again in Meta's dialogue: start a new sign-up.";
            case 133008, 133009 ->
                    "The PIN was wrong too often: wait an hour, then resume with the right PIN.";
            case 133016 -> "Meta allows ten registrations in 72 hours: resume after 72 hours.";
            case 190 -> "The token is not valid: start a new sign-up.";
            default -> byStep(step, refusal);
        };
    }

    private static String byStep(OnboardingStep step, GraphError refusal) {
        return switch (step) {
            case EXCHANGE_CODE ->
                    "The code was used already or is older than 30 seconds: start a new sign-up.";
            case SUBSCRIBE, FIND_NUMBER ->
                    refusal.isOutOfReach()
                            ? "The token cannot reach this WhatsApp Business Account: start a new sign-up and choose the"
                                    + " account in Meta's dialogue."
                            : "See Meta's message; resume the sign-up when its cause is gone.";
            case VERIFY_MODE, REGISTER, SYNC_CONTACTS, SYNC_HISTORY, SELF_TEST ->
                    "See Meta's message; resume the sign-up when its cause is gone.";
        };
    }
}
