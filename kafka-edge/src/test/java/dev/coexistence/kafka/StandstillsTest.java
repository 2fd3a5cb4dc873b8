package dev.coexistence.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Status;

class StandstillsTest {
    private static final SQLException READ_ONLY = new SQLException("body of b", "25006");
    private static final ConsumerRecord<String, byte[]> RECORD =
            new ConsumerRecord<>("whatsapp.contacts", 3, 77, "900000000000001", new byte[0]);

    private final Logger logger = (Logger) LoggerFactory.getLogger(Standstill.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final Standstills standstills = new Standstills(meters, nanos::get);
    private final Standstill one = standstills.of("tests");

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
    void saysOnceAMinuteWhereItStandsAndWhy() {
        for (int tries = 0; tries <= 12; tries++) {
            one.repeats(RECORD, READ_ONLY);
            pass(Duration.ofSeconds(10));
        }

        assertThat(log.list).hasSize(3);
        assertThat(pairs(log.list.getLast()))
                .contains(
                        "group=\"tests\"",
                        "at=\"whatsapp.contacts-3@77\"",
                        "seconds=\"120\"",
                        "error=\"java.sql.SQLException SQLSTATE 25006\"");
    }

    @Test
    void isDownOnceItHasStoodForTenSecondsAndUpOnceItGoesOn() {
        one.repeats(RECORD, READ_ONLY);
        pass(Duration.ofSeconds(9));
        assertThat(standstills.health().getStatus()).isEqualTo(Status.UP);

        pass(Duration.ofSeconds(1));
        assertThat(standstills.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(standstills.health().getDetails())
                .containsEntry(
                        "tests", "whatsapp.contacts-3@77: java.sql.SQLException SQLSTATE 25006");

        one.passed();
        assertThat(standstills.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void showsTheGroupsSlowestConsumer() {
        Standstill other = standstills.of("tests");
        other.repeats(RECORD, READ_ONLY);
        pass(Duration.ofSeconds(7));
        one.repeats(RECORD, READ_ONLY);

        assertThat(stuck()).isEqualTo(7);

        other.passed();
        assertThat(stuck()).isZero();
    }

    private double stuck() {
        return meters.get("whatsapp.consumer.stuck").tag("group", "tests").gauge().value();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static List<String> pairs(ILoggingEvent said) {
        return said.getKeyValuePairs().stream().map(Object::toString).toList();
    }
}
