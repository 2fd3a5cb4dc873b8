package dev.coexistence.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.SchemaRegistry.IncompatibleSchema;
import dev.coexistence.schemas.SchemaRegistry.RegistryUnavailable;
import java.net.ConnectException;
import java.nio.charset.MalformedInputException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
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
                "08000", "08001", "08003", "08006", "08P01", "0A000", "25001", "25006", "25P02",
                "25P03", "25P04", "26000", "28000", "28P01", "3D000", "3F000", "40001", "40P01",
                "42501", "42703", "42P01", "42P05", "42883", "53100", "53200", "53300", "55000",
                "55006", "55P03", "57014", "57P01", "57P02", "57P03", "57P05", "58000", "58030",
                "F0000", "HV000", "P0001", "XX000", "XX001", "99999"
            })
    void whatPostgresSaysAboutItselfPasses(String state) {
        var failure = new SQLException("said", state);

        assertThat(Outages.isOutage(new RuntimeException(failure))).isTrue();
        assertThat(Outages.isOutage(new UncategorizedDataAccess(failure))).isTrue();
        assertThat(Outages.isOutage(new TransactionSystemException("commit", failure))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "21000", "22000", "22001", "22003", "22021", "22P02", "22P05", "23502", "23503",
                "23505", "23514", "54000", "54001"
            })
    void whatADatumCausesDoesNot(String state) {
        var failure = new SQLException("said", state);

        assertThat(Outages.isOutage(new RuntimeException(failure))).isFalse();
        assertThat(Outages.isOutage(new DataAccessResourceFailureException("insert", failure)))
                .isFalse();
        assertThat(Outages.isOutage(new TransactionSystemException("commit", failure))).isFalse();
    }

    @Test
    void withoutAConnectionNoDatumIsToBlame() {
        var refused = new SQLException("invalid value for a setting", "22023");

        assertThat(Outages.isOutage(new SQLTransientConnectionException("pool", "22023", refused)))
                .isTrue();
        assertThat(Outages.isOutage(new CannotCreateTransactionException("none", refused)))
                .isTrue();
        assertThat(Outages.isOutage(new SQLException("closed, says the driver"))).isTrue();
    }

    @Test
    void whatBrokerAndRegistrySayAboutThemselvesPasses() {
        assertThat(Outages.isOutage(new TopicAuthorizationException("whatsapp.contacts"))).isTrue();
        assertThat(Outages.isOutage(new GroupAuthorizationException("group"))).isTrue();
        assertThat(Outages.isOutage(new ClusterAuthorizationException("no"))).isTrue();
        assertThat(Outages.isOutage(new SaslAuthenticationException("password"))).isTrue();
        assertThat(Outages.isOutage(new InvalidTopicException("name"))).isTrue();
        assertThat(Outages.isOutage(new IncompatibleSchema("refused"))).isTrue();
        assertThat(Outages.isOutage(new OutOfMemoryError("heap"))).isTrue();
    }

    @Test
    void isDescribedWithoutItsMessage() {
        var failure = new SQLException("Key (phone)=(15550100999) already exists", "25006");

        assertThat(Outages.describe(new RuntimeException("15550100999", failure)))
                .isEqualTo("java.sql.SQLException SQLSTATE 25006");
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
        assertThat(Outages.isOutage(new NullPointerException())).isFalse();
        assertThat(Outages.isOutage(new IllegalArgumentException("bad"))).isFalse();
        assertThat(Outages.isOutage(new StackOverflowError())).isFalse();
    }

    @Test
    void anEventThatTheBrokerRefusesForItselfDoesNot() {
        assertThat(Outages.isOutage(new RecordTooLargeException("large"))).isFalse();
        assertThat(Outages.isOutage(new SerializationException("bytes"))).isFalse();
        assertThat(Outages.isOutage(new MalformedInputException(1))).isFalse();
    }

    private static final class UncategorizedDataAccess
            extends org.springframework.dao.UncategorizedDataAccessException {
        private static final long serialVersionUID = 1L;

        UncategorizedDataAccess(SQLException cause) {
            super("said", cause);
        }
    }
}
