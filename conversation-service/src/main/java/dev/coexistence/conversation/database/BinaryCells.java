package dev.coexistence.conversation.database;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Values in PostgreSQL's binary format, each behind its length: neither side writes or reads
 * numbers and times as text, and nothing has to be escaped.
 */
final class BinaryCells {
    private static final int NULL = -1;
    private static final int INT_TYPE = 23;

    /** Start of PostgreSQL's times. */
    private static final long ZERO = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    private byte[] gathered;
    private int size;

    BinaryCells(int capacity) {
        gathered = new byte[capacity];
    }

    int size() {
        return size;
    }

    /** The bytes so far, up to {@link #size}; changes with the next cell. */
    byte[] buffer() {
        return gathered;
    }

    byte[] bytes() {
        return Arrays.copyOf(gathered, size);
    }

    void clear() {
        size = 0;
    }

    void raw(byte[] bytes) {
        ensureCapacity(bytes.length);
        System.arraycopy(bytes, 0, gathered, size, bytes.length);
        size += bytes.length;
    }

    void nothing() {
        four(NULL);
    }

    void small(int value) {
        four(Short.BYTES);
        two(value);
    }

    void whole(int value) {
        four(Integer.BYTES);
        four(value);
    }

    void big(long value) {
        four(Long.BYTES);
        eight(value);
    }

    void flag(boolean value) {
        four(1);
        ensureCapacity(1);
        gathered[size++] = (byte) (value ? 1 : 0);
    }

    void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        four(bytes.length);
        raw(bytes);
    }

    /** A time to the microsecond, as the server keeps it. */
    void time(Instant value) {
        long micros = TimeUnit.SECONDS.toMicros(1);
        big(
                Math.addExact(
                        Math.multiplyExact(value.getEpochSecond() - ZERO, micros),
                        TimeUnit.NANOSECONDS.toMicros(value.getNano())));
    }

    /** An array of one dimension, none of it null. */
    void wholes(int[] values) {
        int head = (values.length == 0 ? 3 : 5) * Integer.BYTES;
        four(head + values.length * 2 * Integer.BYTES);
        dimension(INT_TYPE, values.length);
        for (int value : values) {
            whole(value);
        }
    }

    /** The head of an array of one dimension; its elements follow. */
    void dimension(int elementType, int count) {
        four(count == 0 ? 0 : 1);
        four(0);
        four(elementType);
        if (count > 0) {
            four(count);
            four(1);
        }
    }

    void two(int value) {
        ensureCapacity(Short.BYTES);
        gathered[size++] = (byte) (value >>> 8);
        gathered[size++] = (byte) value;
    }

    void four(int value) {
        ensureCapacity(Integer.BYTES);
        gathered[size++] = (byte) (value >>> 24);
        gathered[size++] = (byte) (value >>> 16);
        gathered[size++] = (byte) (value >>> 8);
        gathered[size++] = (byte) value;
    }

    private void eight(long value) {
        four((int) (value >>> Integer.SIZE));
        four((int) value);
    }

    private void ensureCapacity(int more) {
        if (gathered.length - size < more) {
            gathered = Arrays.copyOf(gathered, Math.max(2 * gathered.length, size + more));
        }
    }
}
