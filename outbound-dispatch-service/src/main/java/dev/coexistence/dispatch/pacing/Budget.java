package dev.coexistence.dispatch.pacing;

/**
 * When the next message of a number may leave, so that the provider never sees more than the budget
 * in any sliding second. A GCRA paces; its effective rate is the budget, or what the provider's
 * refusals have taught, less the reserve for inbound traffic. Times are nanoseconds of one
 * monotonic clock. Not thread-safe, but for {@link #guard}.
 */
public final class Budget {
    private final PacingSettings settings;
    private final Gcra gcra;
    private final WriteRing taken;
    private final WriteRing guard;
    private final ThrottleLevel level;
    private final InboundReserve reserve;
    private int perSecond;
    private int effective;
    private int reserved;

    public Budget(int perSecond, PacingSettings settings, long now) {
        this.settings = settings;
        this.perSecond = perSecond;
        this.effective = perSecond;
        this.gcra = new Gcra(settings.interval(perSecond), settings.timerSlack().toNanos(), now);
        this.taken = new WriteRing(perSecond, settings.guardedWindow());
        this.guard = new WriteRing(perSecond, PacingSettings.WINDOW);
        this.level = new ThrottleLevel(perSecond, settings.guardedWindow());
        this.reserve = new InboundReserve(now);
    }

    /** Takes one message's place if one may leave now. */
    public boolean tryTake(long now) {
        refresh(now);
        if (!settings.enabled()) {
            return true;
        }
        if (gcra.tryTake(now)) {
            taken.record(now);
            return true;
        }
        return false;
    }

    /** The message whose place was taken last left only then, or arrived only then. */
    public void usedAt(long nanos) {
        gcra.usedAt(nanos);
        taken.last(nanos);
    }

    /** When the next message may leave, as it looks now. */
    public long nextAt(long now) {
        refresh(now);
        return settings.enabled() ? gcra.nextAt() : now;
    }

    /** Lets nothing leave for one window: what left before under another hand is not known. */
    public void quiet(long now) {
        gcra.notBefore(now + settings.guardedWindow());
    }

    /** Lets nothing leave before that time. */
    public void notBefore(long nanos) {
        gcra.notBefore(nanos);
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
        guard.limit(messages);
        taken.limit(messages);
        refresh(now);
        if (lower) {
            quiet(now);
        }
    }

    /** The provider refused a message that left then, because of the rate. */
    public void refused(long writtenAt, long now) {
        if (level.refused(writtenAt, now)) {
            refresh(now);
            gcra.notBefore(level.heldUntil());
        }
    }

    /** Messages came in, or the owner wrote in the app. */
    public void inbound(int messages, long now) {
        reserve.arrived(messages, now);
        refresh(now);
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
        refresh(now);
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

    private void refresh(long now) {
        reserved = reserve.reserve(now);
        int rate = Math.max(1, level.now(now) - reserved);
        if (rate == effective) {
            return;
        }
        long interval = settings.interval(rate);
        if (rate < effective) {
            gcra.notBefore(
                    taken.earliestRun(rate, interval, settings.guardedWindow(), gcra.nextAt()));
        }
        gcra.interval(interval);
        effective = rate;
    }
}
