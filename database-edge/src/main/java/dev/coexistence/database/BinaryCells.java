package dev.coexistence.database;

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

    /** The epoch of PostgreSQL's times. */
    private static final long ZERO = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    private byte[] buffer;
    private int size;

    BinaryCells(int capacity) {
        buffer = new byte[capacity];
    }

    int size() {
        return size;
    }

    /** The cells, up to {@link #size}; changes with the next cell. */
    byte[] buffer() {
        return buffer;
    }

    byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    void clear() {
        size = 0;
    }

    void append(byte[] bytes) {
        makeRoom(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    void addNull() {
        appendFour(NULL);
    }

    void addSmallint(int value) {
        appendFour(Short.BYTES);
        appendTwo(value);
    }

    void addInteger(int value) {
        appendFour(Integer.BYTES);
        appendFour(value);
    }

    void addBigint(long value) {
        appendFour(Long.BYTES);
        appendEight(value);
    }

    void addBoolean(boolean value) {
        appendFour(1);
        makeRoom(1);
        buffer[size++] = (byte) (value ? 1 : 0);
    }

    void addText(String value) {
        addBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    void addBytes(byte[] bytes) {
        appendFour(bytes.length);
        append(bytes);
    }

    /** A time to the microsecond, as the server keeps it. */
    void addTime(Instant value) {
        long micros = TimeUnit.SECONDS.toMicros(1);
        addBigint(
                Math.addExact(
                        Math.multiplyExact(value.getEpochSecond() - ZERO, micros),
                        TimeUnit.NANOSECONDS.toMicros(value.getNano())));
    }

    /** An array of one dimension, none of it null. */
    void addIntegers(int[] values) {
        int head = (values.length == 0 ? 3 : 5) * Integer.BYTES;
        appendFour(head + values.length * 2 * Integer.BYTES);
        beginArray(INT_TYPE, values.length);
        for (int value : values) {
            addInteger(value);
        }
    }

    /** The head of an array of one dimension; its elements follow. */
    void beginArray(int elementType, int count) {
        appendFour(count == 0 ? 0 : 1);
        appendFour(0);
        appendFour(elementType);
        if (count > 0) {
            appendFour(count);
            appendFour(1);
        }
    }

    void appendTwo(int value) {
        makeRoom(Short.BYTES);
        buffer[size++] = (byte) (value >>> 8);
        buffer[size++] = (byte) value;
    }

    void appendFour(int value) {
        makeRoom(Integer.BYTES);
        buffer[size++] = (byte) (value >>> 24);
        buffer[size++] = (byte) (value >>> 16);
        buffer[size++] = (byte) (value >>> 8);
        buffer[size++] = (byte) value;
    }

    private void appendEight(long value) {
        appendFour((int) (value >>> Integer.SIZE));
        appendFour((int) value);
    }

    private void makeRoom(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
        }
    }
}
