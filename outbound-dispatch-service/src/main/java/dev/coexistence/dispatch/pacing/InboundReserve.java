package dev.coexistence.dispatch.pacing;

/**
 * How much of a number's budget inbound traffic takes. Inbound messages cannot be paced, and we
 * hear of one after it happened; so the reserve is what the busiest of the recent seconds took,
 * fading by a tenth each second. Times are nanoseconds of one monotonic clock.
 */
final class InboundReserve {
    private static final long SECOND = 1_000_000_000L;
    private static final double FADE = 0.9;
    private static final double GONE = 0.5;

    private long secondStart;
    private int inSecond;
    private int inSecondBefore;
    private double peak;

    InboundReserve(long now) {
        secondStart = now;
    }

    void arrived(int messages, long now) {
        roll(now);
        inSecond += messages;
        peak =
                Math.max(
                        peak,
                        inSecond + inSecondBefore * (1 - (double) (now - secondStart) / SECOND));
    }

    /** Messages of about the last second. */
    int lately(long now) {
        roll(now);
        return (int) Math.ceil(sliding(now));
    }

    /** A sliding second spans at most two whole ones. */
    private double sliding(long now) {
        return inSecond + inSecondBefore * (1 - (double) (now - secondStart) / SECOND);
    }

    /** Messages per second to leave free. */
    int reserve(long now) {
        roll(now);
        return peak < GONE ? 0 : (int) Math.ceil(peak);
    }

    /** When the reserve may be smaller; only where there is one. */
    long fadesAt() {
        return secondStart + SECOND;
    }

    private void roll(long now) {
        long seconds = (now - secondStart) / SECOND;
        if (seconds <= 0) {
            return;
        }
        inSecondBefore = seconds == 1 ? inSecond : 0;
        inSecond = 0;
        secondStart += seconds * SECOND;
        peak = Math.max(inSecondBefore, seconds > 60 ? 0 : peak * Math.pow(FADE, seconds));
        if (peak < GONE) {
            peak = 0;
        }
    }
}
