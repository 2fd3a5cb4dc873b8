package dev.coexistence.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.SchemaRegistry.RegistryUnavailable;
import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08000", "08001", "08003", "08006", "25P03", "25P04", "57P01", "57P02", "57P03",
                "57P05", "53300", "40001"
            })
    void aSessionThatTheDatabaseEndedPasses(String state) {
        assertThat(Outages.isOutage(new RuntimeException(new SQLException("ended", state))))
                .isTrue();
    }

    @Test
    void aTransactionThatCouldNotBeBegunOrEndedPasses() {
        assertThat(Outages.isOutage(new CannotCreateTransactionException("no connection")))
                .isTrue();
        assertThat(Outages.isOutage(new TransactionSystemException("commit failed"))).isTrue();
        var closed = new SQLException("Connection is closed");
        assertThat(Outages.isOutage(new TransactionSystemException("rollback", closed))).isTrue();
        assertThat(Outages.isOutage(new TransactionTimedOutException("too long"))).isTrue();
        assertThat(Outages.isOutage(new DataAccessResourceFailureException("closed"))).isTrue();
        assertThat(Outages.isOutage(new QueryTimeoutException("slow"))).isTrue();
        assertThat(Outages.isOutage(new RecoverableDataAccessException("again"))).isTrue();
    }

    @Test
    void aMistakeInTheProgramDoesNot() {
        assertThat(Outages.isOutage(new IllegalTransactionStateException("none"))).isFalse();
        assertThat(Outages.isOutage(new DataIntegrityViolationException("not null"))).isFalse();
        assertThat(Outages.isOutage(new SQLException("in a failed transaction", "25P02")))
                .isFalse();
        var tooLong = new SQLException("index row too long", "54000");
        assertThat(Outages.isOutage(new DataAccessResourceFailureException("insert", tooLong)))
                .isFalse();
        var constraint = new SQLException("deferred constraint", "23503");
        assertThat(Outages.isOutage(new TransactionSystemException("commit", constraint)))
                .isFalse();
    }

    @Test
    void whatTheEventCausesDoesNot() {
        assertThat(Outages.isOutage(new IllegalArgumentException("bad"))).isFalse();
        assertThat(Outages.isOutage(new RecordTooLargeException("large"))).isFalse();
        assertThat(Outages.isOutage(new RuntimeException(new SQLException("bad text", "22021"))))
                .isFalse();
    }
}
