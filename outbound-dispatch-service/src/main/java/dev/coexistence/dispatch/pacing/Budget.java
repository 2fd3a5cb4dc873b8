package dev.coexistence.dispatch.pacing;

/**
 * Sliding-window limiter of one number: the provider never sees more than the budget in any sliding
 * second. There are as many places as the budget; a message takes one and gives it free one window
 * after the latest time at which it can have arrived, the usual way taken off. An even {@link
 * EvenPace} keeps messages apart. So a late message costs its own lateness and no rate. The
 * effective rate is the budget, or what the provider's refusals have taught, less the reserve for
 * inbound traffic. Times are nanoseconds of one monotonic clock. Not thread-safe, but for {@link
 * #guard}.
 */
public final class Budget {
    private final PacingSettings settings;
    private final EvenPace pace;
    private final WindowSlots places = new WindowSlots();
    private final WriteRing guard;
    private final ThrottleLevel level;
    private final InboundReserve reserve;
    private final MinuteCount left;
    private final MinuteCount cameIn;
    private int perSecond;
    private int effective;
    private int reserved;
    private boolean steady = true;
    private boolean hearing = true;
    private long reviewAt;
    private long next;
    private long place;
    private boolean guardLowers;
    private long guardLowersAt;

    /** Of a number that is always heard of. */
    public Budget(int perSecond, PacingSettings settings, long now) {
        this(perSecond, settings, new InboundReserve(now), now);
    }

    /**
     * @param reserve what is left to the number's inbound traffic; it may know of some already
     */
    public Budget(int perSecond, PacingSettings settings, InboundReserve reserve, long now) {
        this.settings = settings;
        this.perSecond = perSecond;
        this.effective = perSecond;
        this.pace = new EvenPace(settings.interval(perSecond), now);
        this.guard = new WriteRing(perSecond, PacingSettings.WINDOW);
        this.level = new ThrottleLevel(perSecond, settings.guardedWindow());
        this.reserve = reserve;
        this.left = new MinuteCount(now);
        this.cameIn = new MinuteCount(now);
        this.next = now;
        review(now);
    }

    /**
     * Takes one message's place if one may leave now. That place is given free only by what is said
     * of it afterwards: {@link #answered} or {@link #notSent}.
     */
    public boolean tryTake(long now) {
        reviewIfDue(now);
        if (!settings.enabled()) {
            left.add(1, now);
            return true;
        }
        if (now - next < 0) {
            return false;
        }
        if (!places.any(effective, now)) {
            next = places.nextAt(pace.nextAt(), effective);
            return false;
        }
        pace.take(now);
        place = places.take(now);
        left.add(1, now);
        next = places.nextAt(pace.nextAt(), effective);
        return true;
    }

    /** The place that was taken last. */
    public long place() {
        return place;
    }

    /**
     * The provider answered the message of that place. Until then nobody knows whether it arrived,
     * so its place stays taken, however long that is.
     *
     * @param latest the latest time at which it can have arrived, the usual way taken off
     */
    public void answered(long place, long latest) {
        places.free(place, latest + settings.guardedWindow());
        next = places.nextAt(pace.nextAt(), effective);
    }

    /** The message of that place never left. */
    public void notSent(long place, long now) {
        places.free(place, now);
        left.add(-1, now);
        next = places.nextAt(pace.nextAt(), effective);
    }

    /** Nothing waited until now: there is no lateness to make up for. */
    public void restedUntil(long now) {
        pace.restedUntil(now);
        next = places.nextAt(pace.nextAt(), effective);
    }

    /** Time at which the next message may leave, as it looks now. */
    public long nextAt(long now) {
        reviewIfDue(now);
        return settings.enabled() ? next : now;
    }

    /** Lets nothing leave for one window: what left before under another hand is not known. */
    public void quiet(long now) {
        notBefore(now + settings.guardedWindow());
    }

    /** Lets nothing leave before that time. */
    public void notBefore(long nanos) {
        pace.notBefore(nanos);
        next = places.nextAt(pace.nextAt(), effective);
    }

    /**
     * The agreed budget changed. A lower one starts with a quiet window, as nobody knows since when
     * it holds.
     */
    public void perSecond(int messages, long now) {
        if (messages == perSecond) {
            return;
        }
        boolean lower = messages < perSecond;
        perSecond = messages;
        level.budget(messages);
        if (lower) {
            // What is on the way to the socket was taken under the higher one.
            quiet(now);
            guardLowers = true;
            guardLowersAt = now + settings.guardedWindow();
        } else {
            guard.limit(messages);
            guardLowers = false;
        }
        review(now);
    }

    /** The provider refused a message that left then, because of the rate. */
    public void refused(long writtenAt, long now) {
        int accepted = guard.inSecondBefore(writtenAt) + reserve.lately(now);
        if (level.refused(writtenAt, accepted, now)) {
            notBefore(level.heldUntil());
        }
        review(now);
    }

    /**
     * Messages came in, or the owner wrote in the app.
     *
     * @param at when they did
     */
    public void inbound(int messages, long at, long now) {
        reserve.arrived(messages, at, now);
        cameIn.add(messages, now);
        review(now);
    }

    /** The check at the socket. Thread-safe. */
    public WriteRing guard() {
        return guard;
    }

    /** Messages per second that were agreed. */
    public int perSecond() {
        return perSecond;
    }

    /** Messages per second that may leave at present. */
    public int effective(long now) {
        reviewIfDue(now);
        return effective;
    }

    /** Messages per second that are left to inbound traffic at present. */
    public int reserved() {
        return reserved;
    }

    /** Messages that came in, or were written in the app, in about the last second. */
    public int counted(long now) {
        return reserve.lately(now);
    }

    /** Messages that left in about the last minute. */
    public int leftLastMinute(long now) {
        return left.total(now);
    }

    /** Messages that were told to have come in, or from the app, in about the last minute. */
    public int cameInLastMinute(long now) {
        return cameIn.total(now);
    }

    private void reviewIfDue(long now) {
        if (reserve.hears(now) != hearing || (!steady && now - reviewAt >= 0)) {
            review(now);
        }
    }

    private void review(long now) {
        hearing = reserve.hears(now);
        reserved = reserve.reserve(perSecond, now);
        int rate = Math.max(1, level.now(now) - reserved);
        if (guardLowers && now - guardLowersAt >= 0) {
            guardLowers = false;
            guard.limit(perSecond);
        }
        steady = reserved == 0 && !level.lowered() && !guardLowers;
        if (!steady) {
            reviewAt = nextReview(now);
        }
        if (rate != effective) {
            effective = rate;
            pace.interval(settings.interval(rate));
            next = places.nextAt(pace.nextAt(), rate);
        }
    }

    private long nextReview(long now) {
        long wait = reserved > 0 ? reserve.fadesAt(now) - now : Long.MAX_VALUE;
        if (level.lowered()) {
            wait = Math.min(wait, level.changesAt() - now);
        }
        if (guardLowers) {
            wait = Math.min(wait, guardLowersAt - now);
        }
        return now + wait;
    }
}
