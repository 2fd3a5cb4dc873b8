package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.database.CommandRows;
import dev.coexistence.dispatch.database.QueueDatabase;
import dev.coexistence.dispatch.number.NumberState;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of numbers, as {@code whatsapp.connections} last told them. Thread-safe. */
public final class NumberStore {
    private static final Logger log = LoggerFactory.getLogger(NumberStore.class);

    private static final String FIND =
            """
            select n.phone_number_id, n.epoch, n.version, n.state, n.presumed_inactive, n.mode,
                   n.per_second, n.edition, n.forbidden, n.link_proven_at, n.has_token%s,
                   h.partition as hold_partition, h.stage as hold_stage,
                   h.reason as hold_reason, h.http as hold_http, h.code as hold_code,
                   h.subcode as hold_subcode, h.title as hold_title,
                   h.message as hold_message, h.details as hold_details,
                   h.since as hold_since, h.next_probe_at as hold_next_probe_at,
                   h.probes as hold_probes, h.refusals as hold_refusals,
                   h.connection_version as hold_connection_version
              from number n
              left join hold h on h.phone_number_id = n.phone_number_id
                              and h.stage <> 'RELEASED'
             where n.phone_number_id = ?
            """;

    /**
     * A record of the topic, as far as sending needs it.
     *
     * @param state name of the connection's state
     * @param linkProvenAt when a test of the link last passed
     * @param waba account whose templates it uses
     * @param tenant that signed it up
     */
    public record Record(
            String number,
            int partition,
            long epoch,
            long version,
            String state,
            boolean presumedInactive,
            String mode,
            int perSecond,
            String edition,
            List<String> forbidden,
            byte @Nullable [] encryptedToken,
            @Nullable Instant linkProvenAt,
            @Nullable String waba,
            String tenant) {}

    /** Decrypts the token of a number. */
    @FunctionalInterface
    public interface Tokens {
        String decrypt(String number, byte[] encrypted);
    }

    private final QueueDatabase database;
    private final Tokens tokens;

    public NumberStore(QueueDatabase database, Tokens tokens) {
        this.database = database;
        this.tokens = tokens;
    }

    /** Stores what is newer than what is known. */
    public static void store(Connection connection, List<Record> records) throws SQLException {
        try (var upsert =
                connection.prepareStatement(
                        """
                        insert into number (phone_number_id, partition, epoch, version, state,
                               presumed_inactive, mode, per_second, edition, forbidden, encrypted_token,
                               link_proven_at, waba_id, tenant)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (phone_number_id) do update
                          set partition = excluded.partition, epoch = excluded.epoch,
                              version = excluded.version, state = excluded.state,
                              presumed_inactive = excluded.presumed_inactive, mode = excluded.mode,
                              per_second = excluded.per_second, edition = excluded.edition,
                              forbidden = excluded.forbidden, link_proven_at = excluded.link_proven_at,
                              waba_id = coalesce(excluded.waba_id, number.waba_id),
                              tenant = excluded.tenant,
                              encrypted_token = coalesce(excluded.encrypted_token, number.encrypted_token)
                          where number.version < excluded.version
                             or number.version = excluded.version
                                and (number.waba_id is null or number.tenant <> excluded.tenant)
                        """)) {
            for (Record one : records) {
                upsert.setString(1, one.number());
                upsert.setInt(2, one.partition());
                upsert.setLong(3, one.epoch());
                upsert.setLong(4, one.version());
                upsert.setString(5, one.state());
                upsert.setBoolean(6, one.presumedInactive());
                upsert.setString(7, one.mode());
                upsert.setInt(8, one.perSecond());
                upsert.setString(9, one.edition());
                upsert.setArray(10, connection.createArrayOf("text", one.forbidden().toArray()));
                upsert.setBytes(11, one.encryptedToken());
                upsert.setTimestamp(12, CommandRows.timestamp(one.linkProvenAt()));
                upsert.setString(13, one.waba());
                upsert.setString(14, one.tenant());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    /** Connection of a number; empty where nothing is known of it. */
    public Optional<NumberState> find(String number) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(FIND.formatted(", n.encrypted_token"))) {
                select.setString(1, number);
                try (var row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(
                                    state(row, token(number, row.getBytes("encrypted_token"))))
                            : Optional.empty();
                }
            }
        });
    }

    /** Connection of a number without its token, as the API shows it. */
    public Optional<NumberState> findWithoutToken(String number) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(FIND.formatted(""))) {
                select.setString(1, number);
                try (var row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(state(row, row.getBoolean("has_token") ? "" : null))
                            : Optional.empty();
                }
            }
        });
    }

    /** Tenants of numbers; without those of which nothing is known. */
    public Map<String, String> findTenants(Collection<String> numbers) {
        return database.read(connection -> {
            var tenants = new HashMap<String, String>();
            try (var select =
                    connection.prepareStatement(
                            "select phone_number_id, tenant from number"
                                    + " where phone_number_id = any (?)")) {
                select.setArray(
                        1, connection.createArrayOf("text", numbers.toArray(String[]::new)));
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        tenants.put(rows.getString(1), rows.getString(2));
                    }
                }
            }
            return tenants;
        });
    }

    /** The partition that its records come in; empty where nothing is known of it. */
    public OptionalInt partition(String number) {
        return database.read(connection -> {
            try (var select =
                    connection.prepareStatement(
                            "select partition from number where phone_number_id = ?")) {
                select.setString(1, number);
                try (var row = select.executeQuery()) {
                    return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
                }
            }
        });
    }

    private static NumberState state(ResultSet row, @Nullable String token) throws SQLException {
        String number = row.getString("phone_number_id");
        String state = row.getString("state");
        long version = row.getLong("version");
        return new NumberState(
                number,
                row.getLong("epoch"),
                version,
                state.equals("DISCONNECTED") || state.equals("FAILED"),
                heldFor(row, state, token),
                row.getString("mode").toLowerCase(Locale.ROOT),
                row.getInt("per_second"),
                row.getString("edition"),
                strings(row.getArray("forbidden")),
                token,
                CommandRows.instant(row, "link_proven_at"),
                HoldStore.read(row));
    }

    private static @Nullable String heldFor(ResultSet row, String state, @Nullable String token)
            throws SQLException {
        if (!state.equals("CONNECTED")) {
            return state;
        }
        if (row.getBoolean("presumed_inactive")) {
            return "PRESUMED_INACTIVE";
        }
        if (token == null) {
            return "NO_TOKEN";
        }
        return row.getInt("per_second") < 1 ? "NO_BUDGET" : null;
    }

    private @Nullable String token(String number, byte @Nullable [] encrypted) {
        if (encrypted == null) {
            return null;
        }
        try {
            return tokens.decrypt(number, encrypted);
        } catch (RuntimeException e) {
            log.atError().addKeyValue("connection", number).log("Token cannot be decrypted");
            return null;
        }
    }

    private static List<String> strings(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }
}
