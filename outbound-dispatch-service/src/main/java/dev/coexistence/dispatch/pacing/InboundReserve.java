package dev.coexistence.dispatch.pacing;

import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/**
 * Share of a number's budget that is left to inbound traffic. Inbound messages cannot be paced, and
 * we hear of one after it happened; so the reserve is what the busiest of the recent seconds took
 * and one more, as seconds differ by one even at the evenest pace. It fades by a tenth with each
 * second in which inbound traffic is heard of. While it is not, nothing fades: silence says nothing
 * then; and through an outage and shortly after it at least a quarter of the budget is left, as
 * traffic may have begun of which nobody has told yet. A message counts in the second it came in,
 * however late it is heard of. Times are nanoseconds of one monotonic clock. Not thread-safe; takes
 * memory only once something came in.
 */
public final class InboundReserve {
    /** Seconds before the newest one that still say something. */
    private static final int SECONDS = 16;

    private static final long SECOND = 1_000_000_000L;
    private static final double FADE = 0.9;
    private static final double GONE = 0.5;

    /** A guess: no rule of Meta's or figure says how much may begin during an outage. */
    private static final double UNHEARD_SHARE = 0.25;

    private static final int[] NOTHING = {};

    private final LongUnaryOperator heard;
    private final LongPredicate hears;
    private final long start;
    private int[] counts = NOTHING;
    private long newest;
    private double peak;
    private long fadedUntil;

    /** Fades by what that clearance has heard. */
    public InboundReserve(SendClearance clearance, long now) {
        this(_ -> clearance.heard(), clearance::hearsInbound, now);
    }

    /** Fades as time passes, whether anything is heard or not. */
    public InboundReserve(long now) {
        this(LongUnaryOperator.identity(), _ -> true, now);
    }

    /**
     * @param heard for how long inbound traffic was heard of, at a time
     * @param hears false while traffic may have begun of which nobody has told yet
     */
    private InboundReserve(LongUnaryOperator heard, LongPredicate hears, long now) {
        this.heard = heard;
        this.hears = hears;
        this.start = now - SECONDS * SECOND;
        this.newest = SECONDS;
        this.fadedUntil = heard.applyAsLong(now);
    }

    /** Messages came in at that time, which may be a while ago. */
    public void arrived(int messages, long at, long now) {
        fade(now);
        long second = (Math.min(at, now) - start) / SECOND;
        if (at - start < 0 || newest - second >= SECONDS) {
            return;
        }
        if (counts.length == 0) {
            counts = new int[SECONDS];
        }
        forgetUntil(second);
        counts[(int) (second % SECONDS)] += messages;
        peak = Math.max(peak, sliding(second, Math.min(at, now)));
    }

    /** Messages of about the last second, as far as they are known. */
    int lately(long now) {
        long second = (now - start) / SECOND;
        return (int) Math.ceil(sliding(second, now));
    }

    /** A sliding second spans at most two whole ones. */
    private double sliding(long second, long at) {
        double part = (double) (at - start - second * SECOND) / SECOND;
        return count(second) + count(second - 1) * (1 - part);
    }

    private int count(long second) {
        boolean remembered = second <= newest && newest - second < SECONDS;
        return counts.length == 0 || !remembered ? 0 : counts[(int) (second % SECONDS)];
    }

    private void forgetUntil(long second) {
        long first = Math.max(newest + 1, second - SECONDS + 1);
        for (long i = first; i <= second; i++) {
            counts[(int) (i % SECONDS)] = 0;
        }
        newest = Math.max(newest, second);
    }

    /** Messages per second of that budget to leave free. */
    int reserve(int perSecond, long now) {
        fade(now);
        int known = peak == 0 ? 0 : (int) Math.ceil(peak) + 1;
        return hears(now) ? known : Math.max(known, (int) (perSecond * UNHEARD_SHARE));
    }

    /** False while traffic may have begun of which nobody has told yet. */
    boolean hears(long now) {
        return hears.test(now);
    }

    /** Time at which the reserve may be smaller; only where there is one. */
    long fadesAt(long now) {
        return now + SECOND - (heard.applyAsLong(now) - fadedUntil);
    }

    private void fade(long now) {
        long seconds = (heard.applyAsLong(now) - fadedUntil) / SECOND;
        if (seconds > 0) {
            fadedUntil += seconds * SECOND;
            peak *= Math.pow(FADE, seconds);
        }
        if (peak < GONE) {
            peak = 0;
        }
    }
}
