package dev.coexistence.conversation.live;

import dev.coexistence.conversation.database.ArrayParameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Feed of change notices, written to the database in the transaction of the change, one row for
 * each batch. {@link #wake} spares the followers of this process the wait for their next look.
 */
@Component
public final class ChangeFeed {
    private static final String APPEND =
            "insert into change_batch (at, kinds, numbers, conversations, messages)"
                    + " values (?::timestamptz, ?, ?, ?, ?)";

    private final JdbcTemplate database;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private long wakes;

    public ChangeFeed(JdbcTemplate database) {
        this.database = database;
    }

    /** Tells one change by itself. */
    public void publish(ChangeNotice change, Instant at) {
        database.execute(
                (ConnectionCallback<Boolean>)
                        connection -> {
                            append(connection, List.of(change), at);
                            return true;
                        });
        wake();
    }

    /** Adds changes to the transaction that made them. */
    public void append(Connection connection, Collection<ChangeNotice> changes, Instant at)
            throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        List<ChangeNotice> all = List.copyOf(changes);
        try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
            statement.setString(1, at.toString());
            statement.setArray(
                    2,
                    ArrayParameters.texts(
                            connection, all.stream().map(c -> c.kind().word()).toList()));
            statement.setArray(
                    3,
                    ArrayParameters.texts(
                            connection, all.stream().map(ChangeNotice::phoneNumberId).toList()));
            statement.setArray(
                    4,
                    ArrayParameters.numbers(
                            connection, all.stream().map(ChangeNotice::conversation).toList()));
            statement.setArray(
                    5,
                    ArrayParameters.numbers(
                            connection, all.stream().map(ChangeNotice::message).toList()));
            statement.executeUpdate();
        }
    }

    /** To be called after the commit. */
    public void wake() {
        lock.lock();
        try {
            wakes++;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Number of wake-ups so far; see {@link #await}. */
    public long wakes() {
        lock.lock();
        try {
            return wakes;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until it was woken since {@code seen}, or the time is over.
     *
     * @return whether it was woken
     */
    public boolean await(long seen, long millis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (wakes == seen && left > 0) {
                left = news.awaitNanos(left);
            }
            return wakes != seen;
        } finally {
            lock.unlock();
        }
    }
}
