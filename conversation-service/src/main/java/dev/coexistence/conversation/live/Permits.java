package dev.coexistence.conversation.live;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/** Permits for a bounded number of tasks at a time. */
public final class Permits {
    private final Semaphore free;

    public Permits(int size) {
        this.free = new Semaphore(size);
    }

    /**
     * Claims as many tasks as there are free permits.
     *
     * @param claim asked for at most so many; not asked where no permit is free
     */
    <T> List<T> claim(IntFunction<List<T>> claim) {
        int places = free.drainPermits();
        if (places == 0) {
            return List.of();
        }
        List<T> claimed = List.of();
        try {
            claimed = claim.apply(places);
            return claimed;
        } finally {
            free.release(places - claimed.size());
        }
    }

    void release() {
        free.release();
    }
}
