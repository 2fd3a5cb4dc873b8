package dev.coexistence.conversation.live;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/** Room for a bounded number of tasks under way at a time. */
public final class Room {
    private final Semaphore free;

    public Room(int size) {
        this.free = new Semaphore(size);
    }

    /**
     * Claims as many tasks as there is room for.
     *
     * @param claim asked for at most so many; not asked where there is no room
     */
    <T> List<T> fill(IntFunction<List<T>> claim) {
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

    void leave() {
        free.release();
    }
}
