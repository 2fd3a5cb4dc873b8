package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import dev.coexistence.simulator.number.NumberSpec;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that an earlier version left in the outbox, or adds while both versions run. */
class EarlierOutboxIT {
    private static final String EARLIER =
            """
            {"key": {"phoneNumberId": "%1$s", "connectionId": "2f1c0c9e-5d5c-4c8e-8a40-6f2c1f1a0001", "epoch": 3,
                "version": 41, "changedAt": "2026-10-01T08:09:10.123Z"},
             "standing": {"state": "SUSPENDED", "reason": "ACCOUNT_BANNED", "initiatedBy": null,
                "presumedInactive": false, "warnedDays": 10},
             "appearance": {"phoneNumber": "+15550106001", "verifiedName": "Tea & Co", "wabaId": "200000000000001",
                "country": "US"},
             "rules": {"mode": "COEXISTENCE", "budgetPerSecond": 20, "edition": "seven-io",
                "disabledFeatures": ["edit", "view-once"], "encryptedToken": "AAEC", "linkProvenAt": "2026-10-01T08:00:00Z"},
             "lastActivity": {"kind": "ECHO", "at": "2026-09-21T08:00:00Z"}}
            """;
    private static final String SPARSE =
            """
            {"key": {"phoneNumberId": "%1$s", "connectionId": "c", "epoch": 1, "version": 1,
                "changedAt": "2026-10-01T08:09:10Z"},
             "standing": {"state": "DISCONNECTED", "reason": null, "initiatedBy": "OWNER", "presumedInactive": true,
                "warnedDays": 0},
             "appearance": {"phoneNumber": "+15550106001", "verifiedName": null, "wabaId": "200000000000001",
                "country": "US"},
             "rules": {"mode": "FULL_MIGRATION", "budgetPerSecond": 80, "edition": "seven-io", "disabledFeatures": [],
                "encryptedToken": null},
             "lastActivity": null}
            """;

    @Test
    void areRelayedInTheirPlaceWithAllThatTheyTold() {
        var database = Parts.database("earlier");
        try (var meta = Simulator.start(SimulatorSettings.defaults())) {
            var parts = new Parts(database, Parts.graph(meta), InstantSource.system());
            var number = meta.addNumber(NumberSpec.onTheApp("+15550106001"));
            add(parts, number.phoneNumberId(), EARLIER);
            parts.signUp(meta, number, ConnectionMode.COEXISTENCE);
            add(parts, number.phoneNumberId(), SPARSE);

            var published = parts.published(number.phoneNumberId());

            assertThat(published.getFirst()).isEqualTo(expected(number.phoneNumberId()));
            assertThat(published)
                    .extracting(Connection::getState)
                    .endsWith(ConnectionStatus.CONNECTED, ConnectionStatus.DISCONNECTED);
            var sparse = published.getLast();
            assertThat(sparse.getInitiatedBy()).contains("OWNER");
            assertThat(sparse.getReason()).isEmpty();
            assertThat(sparse.getVerifiedName()).isEmpty();
            assertThat(sparse.getEncryptedToken()).isEmpty();
            assertThat(sparse.getLinkProvenAt()).isEmpty();
            assertThat(sparse.getLastActivityKind()).isEmpty();
        }
    }

    private static void add(Parts parts, String number, String json) {
        parts.jdbc
                .sql(
                        "insert into outbox (phone_number_id, version, record) values (:number, 1, :record)")
                .param("number", number)
                .param("record", json.formatted(number))
                .update();
    }

    private static Connection expected(String number) {
        return Connection.newBuilder()
                .setPhoneNumberId(number)
                .setConnectionId("2f1c0c9e-5d5c-4c8e-8a40-6f2c1f1a0001")
                .setEpoch(3)
                .setVersion(41)
                .setState(ConnectionStatus.SUSPENDED)
                .setMode(dev.coexistence.schemas.events.ConnectionMode.COEXISTENCE)
                .setBudgetPerSecond(20)
                .setPresumedInactive(false)
                .setInactivityWarningDays(10)
                .setDisplayPhoneNumber("+15550106001")
                .setVerifiedName("Tea & Co")
                .setWabaId("200000000000001")
                .setCountry("US")
                .setPolicyEdition("seven-io")
                .setDisabledFeatures(List.of("edit", "view-once"))
                .setEncryptedToken(ByteBuffer.wrap(new byte[] {0, 1, 2}))
                .setLinkProvenAt(Instant.parse("2026-10-01T08:00:00Z"))
                .setReason("ACCOUNT_BANNED")
                .setInitiatedBy(null)
                .setLastActivityAt(Instant.parse("2026-09-21T08:00:00Z"))
                .setLastActivityKind("ECHO")
                .setChangedAt(Instant.parse("2026-10-01T08:09:10.123Z"))
                .build();
    }
}
