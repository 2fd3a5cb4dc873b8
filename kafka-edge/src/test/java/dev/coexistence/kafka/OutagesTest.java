package dev.coexistence.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.SchemaRegistry.RegistryUnavailable;
import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class OutagesTest {

    @Test
    void whatTheSurroundingsCausePasses() {
        assertThat(Outages.isOutage(new RegistryUnavailable("away"))).isTrue();
        assertThat(Outages.isOutage(new TimeoutException("broker away"))).isTrue();
        assertThat(Outages.isOutage(new SQLTransientConnectionException("pool empty"))).isTrue();
        assertThat(Outages.isOutage(new IllegalStateException(new ConnectException("refused"))))
                .isTrue();
        assertThat(Outages.isOutage(new RuntimeException(new SQLException("terminating", "57P01"))))
                .isTrue();
        assertThat(Outages.isOutage(new SQLException("deadlock", "40P01"))).isTrue();
    }

    @Test
    void whatTheEventCausesDoesNot() {
        assertThat(Outages.isOutage(new IllegalArgumentException("bad"))).isFalse();
        assertThat(Outages.isOutage(new RecordTooLargeException("large"))).isFalse();
        assertThat(Outages.isOutage(new RuntimeException(new SQLException("bad text", "22021"))))
                .isFalse();
    }
}
