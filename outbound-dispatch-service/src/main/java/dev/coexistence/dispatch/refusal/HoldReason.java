package dev.coexistence.dispatch.refusal;

import java.time.Duration;
import java.util.Locale;

/** Why Meta takes nothing of a number. */
public enum HoldReason {
    /** The access token is not accepted. */
    TOKEN(ReleasedBy.NEW_TOKEN),
    /** The app lacks a permission for the number or its account. */
    PERMISSION(ReleasedBy.LINK_TEST),
    /** The number was deleted, or the app cannot see it any more. */
    NUMBER_GONE(ReleasedBy.LINK_TEST),
    /** The account is restricted for what it did against Meta's policies. */
    RESTRICTED(ReleasedBy.LINK_TEST),
    /** The account is locked. */
    LOCKED(ReleasedBy.LINK_TEST),
    /** The account's payment method fails. */
    PAYMENT(ReleasedBy.TIME),
    /** The number's display name is not approved. */
    DISPLAY_NAME(ReleasedBy.LINK_TEST),
    /** The number's certificate is not signed, which its registration does. */
    CERTIFICATE(ReleasedBy.LINK_TEST),
    /** The number is not registered with the Cloud API. */
    NOT_REGISTERED(ReleasedBy.LINK_TEST);

    private static final Duration FIRST_PROBE = Duration.ofSeconds(5);

    /**
     * What only time ends is tried every minute, so that a number sends within 90 s of being mended
     * at Meta.
     */
    private static final Duration LONGEST_BY_TIME = Duration.ofMinutes(1);

    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final ReleasedBy releasedBy;

    HoldReason(ReleasedBy releasedBy) {
        this.releasedBy = releasedBy;
    }

    public ReleasedBy releasedBy() {
        return releasedBy;
    }

    /**
     * How long to wait before the next message tries the way: 5 s, then twice as long each time, up
     * to a minute for what only time ends and to 15 minutes for all else.
     *
     * @param refused messages that tried it so far, and were refused
     */
    Duration probeAfter(int refused) {
        Duration longest = releasedBy == ReleasedBy.TIME ? LONGEST_BY_TIME : LONGEST;
        Duration wait = FIRST_PROBE.multipliedBy(1L << Math.min(refused, 20));
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    /** As a log line says it. */
    public String inWords() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
