package dev.coexistence.ingest.operate;

/**
 * Map of hashes to hashes, in 27 bytes an entry where a map of objects takes a hundred. Keys and
 * values are hashes already, so they spread by themselves.
 */
final class LongIndex {
    /** Stands for no entry; a key or value of 0 is taken for 1. */
    private static final long FREE = 0;

    private long[] keys = new long[1 << 10];
    private long[] values = new long[1 << 10];
    private int size;

    /** Adds an entry, unless the key has one already. */
    void putIfAbsent(long key, long value) {
        if (size * 5L > keys.length * 3L) {
            grow();
        }
        int at = slot(keys, real(key));
        if (keys[at] == FREE) {
            keys[at] = real(key);
            values[at] = real(value);
            size++;
        }
    }

    boolean contains(long key) {
        return keys[slot(keys, real(key))] != FREE;
    }

    boolean holds(long key, long value) {
        int at = slot(keys, real(key));
        return keys[at] != FREE && values[at] == real(value);
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new long[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                int at = slot(keys, oldKeys[i]);
                keys[at] = oldKeys[i];
                values[at] = oldValues[i];
            }
        }
    }

    private static int slot(long[] keys, long key) {
        int at = (int) (key ^ (key >>> 32)) & (keys.length - 1);
        while (keys[at] != FREE && keys[at] != key) {
            at = (at + 1) & (keys.length - 1);
        }
        return at;
    }

    private static long real(long hash) {
        return hash == FREE ? 1 : hash;
    }
}
