package dev.coexistence.dispatch.refusal;

import java.time.Duration;
import java.util.Locale;

/** Reasons for which Meta takes nothing of a number. */
public enum HoldReason {
    /** The access token is not accepted. */
    TOKEN(ReleasedBy.NEW_TOKEN, "Connect the number again: a new sign-up brings a new token."),
    /** The app lacks a permission for the number or its account. */
    PERMISSION(
            ReleasedBy.LINK_TEST,
            "Give the app whatsapp_business_messaging for this account in Meta Business Suite, or connect the number again."),
    /** The number was deleted, or the app cannot see it any more. */
    NUMBER_GONE(
            ReleasedBy.LINK_TEST,
            "Connect the number again: it was deleted, or the app cannot see it any more."),
    /** The account is restricted for what it did against Meta's policies. */
    RESTRICTED(
            ReleasedBy.LINK_TEST,
            "Read under Account quality in Meta Business Suite what Meta objects to; mend it or ask for a review."),
    /** The account is locked. */
    LOCKED(
            ReleasedBy.LINK_TEST,
            "Ask Meta for a review of the locked account, under Account quality in Meta Business Suite."),
    /** The account's payment method fails. */
    PAYMENT(
            ReleasedBy.TIME,
            "Mend the payment method of the WhatsApp account, under Billing and payments in Meta Business Suite."),
    /** The number's display name is not approved. */
    DISPLAY_NAME(
            ReleasedBy.LINK_TEST,
            "Submit a display name in WhatsApp Manager, and wait until it is approved."),
    /** The number's certificate is not signed, which its registration does. */
    CERTIFICATE(
            ReleasedBy.LINK_TEST, "Connect the number again: that signs its registration anew."),
    /** The number is not registered with the Cloud API. */
    NOT_REGISTERED(
            ReleasedBy.LINK_TEST,
            "Connect the number again: that registers it with the Cloud API.");

    private static final Duration FIRST_PROBE = Duration.ofSeconds(5);

    /**
     * Longest step of a hold that only time ends: it is tried every minute, so that a number sends
     * within 90 s of being mended at Meta.
     */
    private static final Duration LONGEST_BY_TIME = Duration.ofMinutes(1);

    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final ReleasedBy releasedBy;
    private final String nextAction;

    HoldReason(ReleasedBy releasedBy, String nextAction) {
        this.releasedBy = releasedBy;
        this.nextAction = nextAction;
    }

    public ReleasedBy releasedBy() {
        return releasedBy;
    }

    /**
     * Time before the next message tries the way: 5 s, then twice as long each time, up to a minute
     * for what only time ends and to 15 minutes for all else.
     *
     * @param refusals messages that were refused since one was last taken
     */
    Duration probeAfter(int refusals) {
        Duration longest = releasedBy == ReleasedBy.TIME ? LONGEST_BY_TIME : LONGEST;
        Duration wait = FIRST_PROBE.multipliedBy(1L << Math.clamp(refusals - 1, 0, 20));
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    /** The one thing that a person does about it. */
    public String nextAction() {
        return nextAction;
    }

    /** As a log line says it. */
    public String inWords() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
