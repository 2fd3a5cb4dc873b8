package dev.coexistence.dispatch.pacing;

/**
 * AIMD limiter (additive increase, multiplicative decrease) of the rate that the provider allows
 * below the agreed budget. A refusal cuts it to 0.7 of itself; then nothing leaves for one window,
 * and from there it rises by a twentieth of the budget for each clean second. At what the provider
 * took in the second before the cut it waits a while before it rises on. A refusal right after a
 * rise takes back that rise only and waits there: the rise was a question, and this is the answer.
 * It waits 2 seconds, then 4. Times are nanoseconds of one monotonic clock.
 */
final class ThrottleLevel {
    private static final double CUT = 0.7;
    private static final double STEPS = 20;
    private static final long SECOND = 1_000_000_000L;
    private static final long FIRST_WAIT = 2 * SECOND;
    private static final long LONGEST_WAIT = 4 * SECOND;

    private final long window;
    private int budget;
    private double level;

    /** Rate at which it waits before it rises on. */
    private double ceiling;

    /** The highest level that kept clean for a second since the cut; 0 where none did. */
    private double proven;

    private boolean cut;
    private long cutAt;
    private long heldUntil;
    private long changesAt;
    private long wait = FIRST_WAIT;

    ThrottleLevel(int budget, long window) {
        this.budget = budget;
        this.level = budget;
        this.ceiling = budget;
        this.window = window;
    }

    /**
     * The provider refused a message as one too many.
     *
     * @param writtenAt when that message left; one that left before the last refusal was heard says
     *     nothing new
     * @param accepted messages that the provider took in the second before
     * @return true where the level was cut, so that nothing may leave until {@link #heldUntil}
     */
    boolean refused(long writtenAt, int accepted, long now) {
        if (cut && writtenAt - cutAt < 0) {
            return false;
        }
        cut = true;
        cutAt = now;
        if (proven > 0 && level > proven) {
            level = proven;
            ceiling = proven;
            changesAt = now + wait;
            wait = Math.min(2 * wait, LONGEST_WAIT);
            return false;
        }
        level = Math.max(1, level * CUT);
        ceiling = accepted > level ? Math.min(accepted, budget) : budget;
        proven = 0;
        wait = FIRST_WAIT;
        heldUntil = now + window;
        changesAt = heldUntil + SECOND;
        return true;
    }

    long heldUntil() {
        return heldUntil;
    }

    /** The level now, raised by the clean seconds since it was last asked for. */
    int now(long now) {
        while (lowered() && now - changesAt >= 0) {
            rise();
        }
        return Math.max(1, (int) level);
    }

    private void rise() {
        proven = level;
        if (level >= ceiling) {
            ceiling = budget;
        }
        level = Math.min(level + budget / STEPS, ceiling);
        changesAt += level >= ceiling ? wait : SECOND;
        if (!lowered()) {
            proven = 0;
        }
    }

    /** True while less than the budget is used. */
    boolean lowered() {
        return level < budget;
    }

    /** Time at which the level rises next; only where it is lowered. */
    long changesAt() {
        return changesAt;
    }

    void budget(int perSecond) {
        level = Math.min(perSecond, lowered() ? level : perSecond);
        ceiling = perSecond;
        proven = 0;
        budget = perSecond;
    }
}
