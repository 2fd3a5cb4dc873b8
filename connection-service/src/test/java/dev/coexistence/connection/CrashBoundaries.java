package dev.coexistence.connection;

import dev.coexistence.connection.meta.MetaApi;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Boundaries of a sign-up, and the one at which its process dies. */
final class CrashBoundaries {
    private final int fatal;
    final List<String> names = new ArrayList<>();
    final Map<MetaApi.Sync, Integer> counts = new EnumMap<>(MetaApi.Sync.class);
    boolean crashed;

    /**
     * @param fatal which boundary is the last; 0: none
     */
    CrashBoundaries(int fatal) {
        this.fatal = fatal;
    }

    synchronized void reached(String name) {
        if (crashed) {
            throw new Crash("dead already");
        }
        names.add(name);
        if (names.size() == fatal) {
            crashed = true;
            throw new Crash(name);
        }
    }

    <T> T around(String call, Supplier<T> made) {
        reached("before " + call);
        T answer = made.get();
        reached("after " + call);
        return answer;
    }

    /** As kill -9: nothing after it runs in this instance. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash(String where) {
            super(where);
        }
    }
}
