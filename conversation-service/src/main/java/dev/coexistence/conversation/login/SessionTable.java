package dev.coexistence.conversation.login;

import dev.coexistence.schemas.TokenCipher;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Table of the sessions, which every instance reads. It holds hashes of the ids and encrypted
 * contents: who reads it can neither use a session nor its tokens.
 */
@Repository
@ClosedMode
class SessionTable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionTable.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A request says again that its session is in use only after this long. */
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

    private static final String LIVE = " id_hash = ? and created_at > ? and seen_at > ?";

    private final JdbcTemplate database;
    private final TokenCipher cipher;
    private final LoginSettings settings;
    private final InstantSource time;

    SessionTable(
            JdbcTemplate database, TokenCipher cipher, LoginSettings settings, InstantSource time) {
        this.database = database;
        this.cipher = cipher;
        this.settings = settings;
        this.time = time;
    }

    private record StoredSession(byte[] content, Instant seenAt) {}

    /** Keeps a new session, and drops those that are over. */
    void insert(SessionId id, LoginSession session) {
        Instant now = time.instant();
        deleteOver();
        database.update(
                "insert into page_session (id_hash, content, created_at, seen_at) values (?, ?, ?, ?)",
                id.hash(),
                encrypt(id, session),
                Timestamp.from(now),
                Timestamp.from(now));
    }

    /** The session, which is in use with that; empty where it is over, or was never there. */
    Optional<LoginSession> use(SessionId id) {
        Instant now = time.instant();
        Optional<StoredSession> stored = find(id, now);
        stored.filter(one -> one.seenAt().plus(SEEN_EVERY).isBefore(now))
                .ifPresent(_ -> noteUse(id, now));
        return stored.flatMap(one -> decrypt(id, one.content()));
    }

    /** The session as it is, without using it. */
    Optional<LoginSession> look(SessionId id) {
        return find(id, time.instant()).flatMap(one -> decrypt(id, one.content()));
    }

    /**
     * Versions of those sessions that are not over: each change of a row gives it another. Asking
     * uses no session.
     */
    Map<SessionId, String> versions(Set<SessionId> ids) {
        Map<String, SessionId> byHash = new HashMap<>();
        ids.forEach(id -> byHash.put(HexFormat.of().formatHex(id.hash()), id));
        byte[][] hashes = byHash.values().stream().map(SessionId::hash).toArray(byte[][]::new);
        Instant now = time.instant();
        Map<SessionId, String> versions = new HashMap<>();
        database.query(
                "select encode(id_hash, 'hex'), xmin::text from page_session"
                        + " where id_hash = any (?) and created_at > ? and seen_at > ?",
                statement -> {
                    statement.setArray(1, statement.getConnection().createArrayOf("bytea", hashes));
                    statement.setTimestamp(2, oldestCreated(now));
                    statement.setTimestamp(3, oldestSeen(now));
                },
                row -> {
                    SessionId id = byHash.get(row.getString(1));
                    if (id != null) {
                        versions.put(id, row.getString(2));
                    }
                });
        return versions;
    }

    void delete(SessionId id) {
        database.update("delete from page_session where id_hash = ?", (Object) id.hash());
    }

    /** Deletes the sessions that are over, which nobody can use any more. */
    @Scheduled(initialDelay = 60_000, fixedDelay = 600_000)
    void sweep() {
        try {
            deleteOver();
        } catch (DataAccessException e) {
            LOG.atWarn()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("The database does not answer: sessions that are over stay for a while");
        }
    }

    private void deleteOver() {
        Instant now = time.instant();
        database.update(
                "delete from page_session where created_at <= ? or seen_at <= ?",
                oldestCreated(now),
                oldestSeen(now));
    }

    /** Claims the renewal of a session's tokens, for so long at most; false where it cannot be. */
    boolean claimRenewal(SessionId id, Duration longest) {
        Timestamp now = Timestamp.from(time.instant());
        return database.update(
                        "update page_session set renewing_until = ? where id_hash = ?"
                                + " and (renewing_until is null or renewing_until < ?)"
                                + " and (renewal_after is null or renewal_after < ?)",
                        Timestamp.from(time.instant().plus(longest)),
                        id.hash(),
                        now,
                        now)
                == 1;
    }

    /** True while somebody has the claim. */
    boolean isRenewing(SessionId id) {
        return !database.queryForList(
                        "select 1 from page_session where id_hash = ? and renewing_until >= ?",
                        Integer.class,
                        id.hash(),
                        Timestamp.from(time.instant()))
                .isEmpty();
    }

    /** Ends the claim without new tokens; for a while nobody tries again. */
    void postponeRenewal(SessionId id, Duration pause) {
        database.update(
                "update page_session set renewing_until = null, renewal_after = ? where id_hash = ?",
                Timestamp.from(time.instant().plus(pause)),
                id.hash());
    }

    /** Keeps a session with new tokens, and ends the claim. */
    void replace(SessionId id, LoginSession session) {
        database.update(
                "update page_session set content = ?, renewing_until = null, renewal_after = null where id_hash = ?",
                encrypt(id, session),
                id.hash());
    }

    private Optional<StoredSession> find(SessionId id, Instant now) {
        return database
                .query(
                        "select content, seen_at from page_session where" + LIVE,
                        (row, _) ->
                                new StoredSession(row.getBytes(1), row.getTimestamp(2).toInstant()),
                        id.hash(),
                        oldestCreated(now),
                        oldestSeen(now))
                .stream()
                .findFirst();
    }

    private void noteUse(SessionId id, Instant now) {
        try {
            database.update(
                    "update page_session set seen_at = ? where id_hash = ? and seen_at < ?",
                    Timestamp.from(now),
                    id.hash(),
                    Timestamp.from(now));
        } catch (DataAccessException _) {
            // A database that only reads for a while ends no session.
            return;
        }
    }

    private byte[] encrypt(SessionId id, LoginSession session) {
        return cipher.encrypt(id.owner(), JSON.writeValueAsString(session));
    }

    /** A content that a key has left, or that a later release wrote, is no session. */
    private Optional<LoginSession> decrypt(SessionId id, byte @Nullable [] content) {
        try {
            return content == null
                    ? Optional.empty()
                    : Optional.of(
                            JSON.readValue(
                                    cipher.decrypt(id.owner(), content), LoginSession.class));
        } catch (IllegalArgumentException | JacksonException _) {
            return Optional.empty();
        }
    }

    private Timestamp oldestCreated(Instant now) {
        return Timestamp.from(now.minus(settings.endAfter()));
    }

    private Timestamp oldestSeen(Instant now) {
        return Timestamp.from(now.minus(settings.idleAfter()));
    }
}
