package dev.coexistence.dispatch.pacing;

/**
 * What the provider seems to allow where that is less than the agreed budget: down to 0.7 of itself
 * on a refusal, then nothing for one window, then up again by a twentieth of the budget for each
 * clean second. Times are nanoseconds of one monotonic clock.
 */
final class ThrottleLevel {
    private static final double CUT = 0.7;
    private static final double STEPS = 20;
    private static final long SECOND = 1_000_000_000L;

    private final long window;
    private int budget;
    private double level;
    private boolean cut;
    private long cutAt;
    private long cleanSince;

    ThrottleLevel(int budget, long window) {
        this.budget = budget;
        this.level = budget;
        this.window = window;
    }

    /**
     * The provider refused a message as one too many.
     *
     * @param writtenAt when that message left; one that left before the last cut says nothing new
     * @return true where the level was lowered, so that nothing may leave until {@link #heldUntil}
     */
    boolean refused(long writtenAt, long now) {
        if (cut && writtenAt - cutAt < 0) {
            return false;
        }
        cut = true;
        cutAt = now;
        cleanSince = now + window;
        level = Math.max(1, level * CUT);
        return true;
    }

    long heldUntil() {
        return cutAt + window;
    }

    /** The level now, raised by the clean seconds since it was last asked for. */
    int now(long now) {
        if (level < budget) {
            long clean = (now - cleanSince) / SECOND;
            if (clean > 0) {
                level = Math.min(budget, level + clean * (budget / STEPS));
                cleanSince += clean * SECOND;
            }
        }
        return Math.max(1, (int) level);
    }

    /** True while less than the budget is used. */
    boolean lowered() {
        return level < budget;
    }

    /** When the level rises next; only where it is lowered. */
    long risesAt() {
        return cleanSince + SECOND;
    }

    void budget(int perSecond) {
        level = Math.min(perSecond, lowered() ? level : perSecond);
        budget = perSecond;
    }
}
