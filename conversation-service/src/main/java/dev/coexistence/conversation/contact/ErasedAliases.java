package dev.coexistence.conversation.contact;

import dev.coexistence.conversation.database.ArrayParameters;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.schemas.AliasHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Aliases of erased people with the time of the erasure, as keyed hashes: enough to recognise them,
 * not to name them.
 */
public final class ErasedAliases {
    private final AliasHash hashes;
    private final Map<String, Instant> upTo = new HashMap<>();

    private ErasedAliases(AliasHash hashes) {
        this.hashes = hashes;
    }

    /** The erased aliases of these numbers. */
    public static ErasedAliases load(
            Connection connection, Collection<String> numbers, AliasHash hashes)
            throws SQLException {
        var erased = new ErasedAliases(hashes);
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "select phone_number_id, alias_hash, up_to from erased_alias where phone_number_id = any (?)")) {
            statement.setArray(1, ArrayParameters.texts(connection, numbers));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    erased.upTo.put(
                            key(row.getString(1), row.getBytes(2)),
                            row.getTimestamp(3).toInstant());
                }
            }
        }
        return erased;
    }

    /** True where the peer's messages and acts of that time were erased, in a group too. */
    public boolean covers(String phoneNumberId, Peer peer, Instant at) {
        if (upTo.isEmpty()) {
            return false;
        }
        for (Alias alias : Alias.listPersonal(peer)) {
            for (var hash : hashes.all(phoneNumberId, alias.kind().name(), alias.value())) {
                Instant until = upTo.get(key(phoneNumberId, hash.value()));
                if (until != null && !at.isAfter(until)) {
                    return true;
                }
            }
        }
        return false;
    }

    public static void remember(
            JdbcTemplate database,
            AliasHash hashes,
            String phoneNumberId,
            Collection<Alias> aliases,
            Instant upTo) {
        for (Alias alias : aliases) {
            AliasHash.Hash hash = hashes.of(phoneNumberId, alias.kind().name(), alias.value());
            database.update(
                    "insert into erased_alias as e (phone_number_id, alias_hash, up_to, key_id) values (?, ?, ?, ?)"
                            + " on conflict (phone_number_id, alias_hash) do update"
                            + " set up_to = greatest(e.up_to, excluded.up_to)",
                    phoneNumberId,
                    hash.value(),
                    Timestamp.from(upTo),
                    hash.keyId());
        }
    }

    /**
     * Gives a key to names that were remembered by a plain hash.
     *
     * @return how many there were
     */
    public static int keyPlain(JdbcTemplate database, AliasHash hashes) {
        List<byte[]> plain =
                database.query(
                        "select alias_hash from erased_alias where key_id is null for update",
                        (row, _) -> row.getBytes(1));
        for (byte[] one : plain) {
            AliasHash.Hash hash = hashes.ofUnkeyed(one);
            database.update(
                    "update erased_alias set alias_hash = ?, key_id = ? where alias_hash = ? and key_id is null",
                    hash.value(),
                    hash.keyId(),
                    one);
        }
        return plain.size();
    }

    /** Number of aliases that were hashed by a key that the keyset no longer has. */
    public static long keyless(JdbcTemplate database, AliasHash hashes) {
        Long count =
                database.queryForObject(
                        "select count(*) from erased_alias where not (key_id = any (?))",
                        Long.class,
                        (Object) hashes.keyIds().toArray(Long[]::new));
        return count == null ? 0 : count;
    }

    private static String key(String phoneNumberId, byte[] hash) {
        return phoneNumberId + Base64.getEncoder().encodeToString(hash);
    }
}
