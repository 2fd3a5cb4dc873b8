package dev.coexistence.conversation.database;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.postgresql.copy.CopyIn;

/**
 * Rows on their way into a table, in the binary format of PostgreSQL's COPY: neither side writes or
 * reads numbers and times as text, and nothing has to be escaped. What is gathered is sent by the
 * piece, so the server works on the first rows while the next ones are written.
 */
final class BinaryCopy {
    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
    };
    private static final int PIECE = 64 * 1_024;
    private static final int NULL = -1;
    private static final int END = -1;
    private static final int INT_TYPE = 23;

    /** Where PostgreSQL's times begin. */
    private static final long ZERO = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    private final CopyIn target;
    private byte[] gathered = new byte[2 * PIECE];
    private int size;

    BinaryCopy(CopyIn target) {
        this.target = target;
        room(SIGNATURE.length);
        System.arraycopy(SIGNATURE, 0, gathered, 0, SIGNATURE.length);
        size = SIGNATURE.length;
        four(0);
        four(0);
    }

    void row(int columns) throws SQLException {
        if (size >= PIECE) {
            send();
        }
        two(columns);
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
        room(1);
        gathered[size++] = (byte) (value ? 1 : 0);
    }

    void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        four(bytes.length);
        room(bytes.length);
        System.arraycopy(bytes, 0, gathered, size, bytes.length);
        size += bytes.length;
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
        boolean empty = values.length == 0;
        int head = (empty ? 3 : 5) * Integer.BYTES;
        four(head + values.length * 2 * Integer.BYTES);
        four(empty ? 0 : 1);
        four(0);
        four(INT_TYPE);
        if (!empty) {
            four(values.length);
            four(1);
        }
        for (int value : values) {
            whole(value);
        }
    }

    /** To be called once, after the last row. */
    void end() throws SQLException {
        two(END);
        send();
        target.endCopy();
    }

    private void send() throws SQLException {
        target.writeToCopy(gathered, 0, size);
        size = 0;
    }

    private void two(int value) {
        room(Short.BYTES);
        gathered[size++] = (byte) (value >>> 8);
        gathered[size++] = (byte) value;
    }

    private void four(int value) {
        room(Integer.BYTES);
        gathered[size++] = (byte) (value >>> 24);
        gathered[size++] = (byte) (value >>> 16);
        gathered[size++] = (byte) (value >>> 8);
        gathered[size++] = (byte) value;
    }

    private void eight(long value) {
        four((int) (value >>> Integer.SIZE));
        four((int) value);
    }

    private void room(int more) {
        if (gathered.length - size < more) {
            gathered = Arrays.copyOf(gathered, Math.max(2 * gathered.length, size + more));
        }
    }
}
