package dev.coexistence.dispatch.lane;

import java.util.EnumSet;
import java.util.Set;

/**
 * The rules that keep the promises. Production keeps all of them; the simulation drops one at a
 * time to prove that its watchers would notice.
 */
public enum Rule {
    /** The pace of the budget. */
    PACE,
    /** The intent is durable before anything leaves. */
    INTENT_FIRST,
    /** What may have gone out is not sent again by itself. */
    DOUBT_IS_NOT_RESENT,
    /** A number that was taken over keeps silent for one window. */
    QUIET_AFTER_TAKEOVER,
    /**
     * When the database was away, sending begins again like after a takeover: with one silent
     * window, and not before inbound traffic is known.
     */
    QUIET_AFTER_OUTAGE,
    /** A place stays taken until an answer says how late its message can have arrived. */
    LATENESS_WITHOUT_CAP,
    /** Room left to inbound traffic does not shrink while nothing is heard of it. */
    SILENCE_PROVES_NOTHING,
    /** One message of a recipient at a time, in order. */
    RECIPIENT_ORDER,
    /** A number that Meta refuses is tried again. */
    HELD_IS_PROBED,
    /** What Meta refuses while it takes others of the number ends alone. */
    REFUSED_ALONE_ENDS;

    /** All of them. */
    public static Set<Rule> all() {
        return EnumSet.allOf(Rule.class);
    }
}
