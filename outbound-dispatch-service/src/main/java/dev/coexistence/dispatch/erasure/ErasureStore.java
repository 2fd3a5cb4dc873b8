package dev.coexistence.dispatch.erasure;

import dev.coexistence.schemas.PersonAlias;
import dev.coexistence.schemas.TokenCipher;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Store of the persons to forget, for as long as something of them may be left. */
final class ErasureStore {
    private static final int AT_ONCE = 50;

    private final JdbcTemplate database;
    private final TokenCipher cipher;

    ErasureStore(JdbcTemplate database, TokenCipher cipher) {
        this.database = database;
        this.cipher = cipher;
    }

    /** An erasure as it is stored: its names are encrypted. */
    record Row(
            String id,
            int partition,
            String phoneNumberId,
            byte[] encryptedAliases,
            Instant erasedAt) {}

    /**
     * Stores an erasure once.
     *
     * @throws IllegalArgumentException where its names cannot be read
     */
    void store(Row erasure, Instant now) {
        values(erasure);
        database.update(
                "insert into erasure (erasure_id, partition, phone_number_id, encrypted_aliases, erased_at, next_at)"
                        + " values (?, ?, ?, ?, ?, ?) on conflict (erasure_id) do nothing",
                erasure.id(),
                erasure.partition(),
                erasure.phoneNumberId(),
                erasure.encryptedAliases(),
                Timestamp.from(erasure.erasedAt()),
                Timestamp.from(now));
    }

    /** Those of these partitions that it is time to look after. */
    List<Row> due(Collection<Integer> partitions, Instant now) {
        return database.query(
                "select erasure_id, partition, phone_number_id, encrypted_aliases, erased_at from erasure"
                        + " where partition = any (?) and next_at <= ? order by next_at limit "
                        + AT_ONCE,
                (row, _) ->
                        new Row(
                                row.getString(1),
                                row.getInt(2),
                                row.getString(3),
                                row.getBytes(4),
                                row.getTimestamp(5).toInstant()),
                partitions.toArray(Integer[]::new),
                Timestamp.from(now));
    }

    String[] values(Row erasure) {
        return ErasureBindings.values(
                PersonAlias.decrypt(cipher, erasure.phoneNumberId(), erasure.encryptedAliases()));
    }

    void again(Row erasure, Instant at) {
        database.update(
                "update erasure set next_at = ? where erasure_id = ?",
                Timestamp.from(at),
                erasure.id());
    }

    /** Nothing of the person is left: neither is the wish. */
    void done(Row erasure) {
        database.update("delete from erasure where erasure_id = ?", erasure.id());
    }
}
