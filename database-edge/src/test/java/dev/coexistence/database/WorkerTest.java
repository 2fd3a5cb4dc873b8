package dev.coexistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WorkerTest {
    private static final Worker.Pace SELDOM = Worker.Pace.every(Duration.ofHours(1));

    private final Logger logger = (Logger) LoggerFactory.getLogger(Worker.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AtomicInteger rounds = new AtomicInteger();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(log);
    }

    @Test
    void beginsTheNextRoundAtOnceWhileMoreIsLeft() {
        try (var worker = new Worker("tests", SELDOM, () -> rounds.incrementAndGet() < 5)) {
            worker.start();

            await().untilAsserted(() -> assertThat(rounds).hasValue(5));
        }
    }

    @Test
    void aSignalEndsTheWaitAlsoOneFromDuringTheRound() {
        var during = new CountDownLatch(1);
        var signalled = new CountDownLatch(1);
        try (var worker =
                new Worker(
                        "tests",
                        SELDOM,
                        () -> {
                            rounds.incrementAndGet();
                            during.countDown();
                            signalled.await();
                            return false;
                        })) {
            worker.start();
            await().until(() -> during.getCount() == 0);
            worker.signal();
            signalled.countDown();
            await().untilAsserted(() -> assertThat(rounds).hasValue(2));

            worker.signal();
            await().untilAsserted(() -> assertThat(rounds).hasValue(3));
        }
    }

    @Test
    void looksAgainWithoutASignal() {
        var often = Worker.Pace.every(Duration.ofMillis(1));
        try (var worker = new Worker("tests", often, this::countRound)) {
            worker.start();

            await().untilAsserted(() -> assertThat(rounds).hasValueGreaterThan(2));
        }
    }

    @Test
    void repeatsAFailingRoundAndSaysSoOnceAMinute() {
        var nanos = new AtomicLong();
        var away = new AtomicBoolean(true);
        var pace = SELDOM.retrying(Duration.ofMillis(1));
        try (var worker =
                new Worker(
                        "tests",
                        pace,
                        () -> {
                            rounds.incrementAndGet();
                            if (away.get()) {
                                nanos.addAndGet(Duration.ofSeconds(20).toNanos());
                                throw new IllegalStateException(
                                        new SQLException("body of b", "57P01"));
                            }
                            return false;
                        },
                        nanos::get)) {
            worker.start();
            await().until(() -> rounds.get() >= 4);
            away.set(false);
            await().untilAsserted(() ->
                    assertThat(log.list.getLast().getMessage()).isEqualTo("Worker goes on"));
        }

        var first = log.list.getFirst();
        assertThat(first.getLevel()).isEqualTo(Level.WARN);
        assertThat(first.getKeyValuePairs().toString())
                .contains("tests", "java.sql.SQLException SQLSTATE 57P01")
                .doesNotContain("body of b");
        assertThat(log.list.size() - 1).isEqualTo(1 + (rounds.get() - 2) / 3);
    }

    @Test
    void whatIsNoOutageIsAnErrorWithItsCauseAndRepeatedToo() {
        var pace = SELDOM.retrying(Duration.ofMillis(1));
        try (var worker =
                new Worker(
                        "tests",
                        pace,
                        () -> {
                            if (rounds.incrementAndGet() == 1) {
                                throw new AssertionError("planted");
                            }
                            return false;
                        })) {
            worker.start();
            await().untilAsserted(() -> assertThat(rounds).hasValue(2));
        }

        assertThat(log.list.getFirst().getLevel()).isEqualTo(Level.ERROR);
        assertThat(log.list.getFirst().getThrowableProxy()).isNotNull();
    }

    @Test
    void closingWaitsForTheRoundUnderWayAndBeginsNoOther() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        var ended = new AtomicBoolean();
        var worker =
                new Worker(
                        "tests",
                        SELDOM,
                        () -> {
                            rounds.incrementAndGet();
                            begun.countDown();
                            mayEnd.await();
                            ended.set(true);
                            return true;
                        });
        worker.start();
        begun.await();
        var closing = Thread.ofVirtual().start(worker::close);
        await().until(() -> !worker.isRunning());
        mayEnd.countDown();

        assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
        assertThat(ended).isTrue();
        assertThat(rounds).hasValue(1);
        assertThat(worker.isRunning()).isFalse();
    }

    @Test
    void closingInterruptsARoundThatTakesTooLong() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var worker =
                new Worker(
                        "tests",
                        SELDOM.finishing(Duration.ofMillis(10)),
                        () -> {
                            begun.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                                throw e;
                            }
                            return true;
                        });
        worker.start();
        begun.await();

        worker.close();

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void startsAgainAfterItWasClosed() {
        var worker = new Worker("tests", SELDOM, this::countRound);
        worker.start();
        await().untilAsserted(() -> assertThat(rounds).hasValue(1));
        worker.close();

        worker.start();

        await().untilAsserted(() -> assertThat(rounds).hasValueGreaterThan(1));
        worker.close();
    }

    private boolean countRound() {
        rounds.incrementAndGet();
        return false;
    }
}
