package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What other settings mean for numbers that are connected already. */
class RestartIT {
    private static final Parts.Settings BEFORE = new Parts.Settings(Parts.KEYSET, "seven-io");
    private Simulator meta = Simulator.start(SimulatorSettings.defaults());
    private DataSource database = Parts.database("restart");

    @BeforeEach
    void nothingIsConnected() {
        assertThat(restarted(BEFORE).connections.listLive()).isEmpty();
    }

    @AfterEach
    void stop() {
        meta.close();
    }

    @Test
    void anotherEditionIsReportedForTheNumbersItTouches() {
        var number = meta.addNumber(NumberSpec.onTheApp("+15550104001"));
        var connection = connect(number, ConnectionMode.COEXISTENCE);

        var after = restarted(new Parts.Settings(Parts.KEYSET, "meta-2026-09"));

        assertThat(after.history(connection.id())).endsWith("POLICY_EDITION_CHANGED");
        var record = after.published(number.phoneNumberId()).getLast();
        assertThat(record.getPolicyEdition()).isEqualTo("meta-2026-09");
        assertThat(record.getDisabledFeatures()).doesNotContain("edit").contains("view-once");
        assertThat(after.history(connection.id()))
                .isEqualTo(
                        restarted(new Parts.Settings(Parts.KEYSET, "meta-2026-09"))
                                .history(connection.id()));
    }

    @Test
    void secretsAreEncryptedAnewByTheNewPrimaryKey() throws GeneralSecurityException {
        var number = meta.addNumber(NumberSpec.fresh("+15550104002"));
        var connection = connect(number, ConnectionMode.FULL_MIGRATION);
        var old =
                TinkJsonProtoKeysetFormat.parseKeyset(Parts.KEYSET, InsecureSecretKeyAccess.get());
        var both =
                KeysetHandle.newBuilder(old)
                        .addEntry(
                                KeysetHandle.generateEntryFromParameters(
                                                PredefinedAeadParameters.AES256_GCM)
                                        .withRandomId()
                                        .makePrimary())
                        .build();
        var onlyNew = KeysetHandle.newBuilder().addEntry(entry(both)).build();

        restarted(new Parts.Settings(json(both), "seven-io"));

        // The old key is gone: table and topic must be readable by the new one alone.
        var after = restarted(new Parts.Settings(json(onlyNew), "seven-io"));
        assertThat(after.secrets.token(connection).value()).isEqualTo(meta.tokenOf(number));
        assertThat(after.secrets.pin(connection)).get().extracting("value").isEqualTo("482915");
        byte[] published =
                after.published(number.phoneNumberId())
                        .getLast()
                        .getEncryptedToken()
                        .orElseThrow()
                        .array();
        assertThat(TokenCipher.of(json(onlyNew)).decrypt(number.phoneNumberId(), published))
                .isEqualTo(meta.tokenOf(number));
    }

    private Connection connect(SimulatedNumber number, ConnectionMode mode) {
        var connection = restarted(BEFORE).signUp(meta, number, mode);
        assertThat(connection.state()).isInstanceOf(ConnectionState.Connected.class);
        return connection;
    }

    private Parts restarted(Parts.Settings settings) {
        return Parts.restarted(database, Parts.graph(meta), InstantSource.system(), settings);
    }

    private static KeysetHandle.Builder.Entry entry(KeysetHandle both) {
        return KeysetHandle.importKey(both.getPrimary().getKey())
                .withFixedId(both.getPrimary().getId())
                .makePrimary();
    }

    private static String json(KeysetHandle keys) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get());
    }
}
