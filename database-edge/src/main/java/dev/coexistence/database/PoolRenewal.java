package dev.coexistence.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Replaces all connections of the pool, those in use once they are given back, after one of them
 * was refused a write as read-only: at most every two seconds. Else each had to fail by itself.
 */
final class PoolRenewal implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(PoolRenewal.class);
    private static final long PERIOD_SECONDS = 2;

    private final DataSource database;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("pool-renewal").factory());
    private volatile boolean running;

    // Touched by the clock's thread only.
    private long seen;

    PoolRenewal(DataSource database) {
        this.database = database;
        this.seen = LeaveReadOnly.seen();
    }

    @Override
    public void start() {
        running = true;
        var unused =
                clock.scheduleWithFixedDelay(
                        this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        long now = LeaveReadOnly.seen();
        if (now == seen) {
            return;
        }
        seen = now;
        try {
            var pool = database.unwrap(HikariDataSource.class).getHikariPoolMXBean();
            if (pool != null) {
                pool.softEvictConnections();
            }
        } catch (SQLException e) {
            log.atWarn()
                    .addKeyValue("error", e.getClass().getName())
                    .log("The pool's connections cannot be replaced");
        }
    }

    @Override
    public void stop() {
        running = false;
        clock.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
