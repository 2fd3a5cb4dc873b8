package dev.coexistence.conversation.media;

import dev.coexistence.database.ClaimedRows;
import dev.coexistence.graph.Secret;
import dev.coexistence.schemas.TokenCipher;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Queue of media to fetch, and the state of those that ended. */
@Repository
class MediaQueue {
    /** For 100 MB at two megabits a second. */
    static final Duration LEASE = Duration.ofMinutes(10);

    private static final String UNKNOWN_TYPE = "application/octet-stream";
    private static final ClaimedRows.Queue WAITING =
            new ClaimedRows.Queue(
                    "media",
                    "message_id",
                    "next_at",
                    "q.state = 'WAITING' and q.next_at <= ?",
                    "q.next_at",
                    "message_id, phone_number_id, media_id, attempts, first_at");

    private final JdbcTemplate database;
    private final TokenCipher cipher;
    private final InstantSource time;
    private final ClaimedRows<Due> waiting;

    MediaQueue(JdbcTemplate database, TokenCipher cipher, InstantSource time) {
        this.database = database;
        this.cipher = cipher;
        this.time = time;
        this.waiting =
                new ClaimedRows<>(
                        database,
                        WAITING,
                        (row, _) ->
                                new Due(
                                        row.getLong("message_id"),
                                        row.getString("phone_number_id"),
                                        row.getString("media_id"),
                                        row.getInt("attempts"),
                                        row.getTimestamp("first_at").toInstant()));
    }

    /** One to be fetched now. */
    record Due(long message, String phoneNumberId, String mediaId, int attempt, Instant firstAt) {}

    List<Due> claim(int limit) {
        Instant now = time.instant();
        return waiting.claim(limit, now.plus(LEASE), Timestamp.from(now));
    }

    /** The number's token; empty where its connection has brought none. */
    Optional<Secret> token(String phoneNumberId) {
        return database
                .query(
                        "select encrypted_token from number where phone_number_id = ? and encrypted_token is not null",
                        (row, _) -> row.getBytes(1),
                        phoneNumberId)
                .stream()
                .findFirst()
                .map(encrypted -> new Secret(cipher.decrypt(phoneNumberId, encrypted)));
    }

    void markStored(long message, String mimeType, long size) {
        database.update(
                "update media set state = 'STORED', mime_type = coalesce(nullif(?, '"
                        + UNKNOWN_TYPE
                        + "'), mime_type), size_bytes = ?, problem = null, stored_at = ?"
                        + " where message_id = ?",
                mimeType,
                size,
                Timestamp.from(time.instant()),
                message);
    }

    void lost(long message, String problem) {
        database.update(
                "update media set state = 'GONE', problem = ? where message_id = ?",
                problem,
                message);
    }

    void again(long message, String problem, Duration pause) {
        database.update(
                "update media set problem = ?, next_at = ? where message_id = ?",
                problem,
                Timestamp.from(time.instant().plus(pause)),
                message);
    }

    /**
     * Stored media of a message.
     *
     * @param fileName as the sender named it; null where the message has none
     */
    record Stored(String mimeType, long size, @Nullable String fileName) {}

    Optional<Stored> find(long message) {
        return database
                .query(
                        "select coalesce(a.mime_type, m.mime_type, '"
                                + UNKNOWN_TYPE
                                + "'), a.size_bytes, m.type, m.json from media a"
                                + " left join message m on m.id = a.message_id"
                                + " where a.message_id = ? and a.state = 'STORED'",
                        (row, _) ->
                                new Stored(
                                        row.getString(1),
                                        row.getLong(2),
                                        FileNames.choose(row.getString(3), row.getString(4))),
                        message)
                .stream()
                .findFirst();
    }
}
