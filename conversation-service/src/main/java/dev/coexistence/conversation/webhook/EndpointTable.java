package dev.coexistence.conversation.webhook;

import dev.coexistence.conversation.database.ResultCells;
import dev.coexistence.schemas.TokenCipher;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The endpoints and their secrets. */
@Repository
class EndpointTable {
    static final String ACTIVE = "ACTIVE";
    static final String PAUSED = "PAUSED";
    private static final int SECRET_BYTES = 32;

    private final JdbcTemplate database;
    private final TokenCipher cipher;
    private final InstantSource time;
    private final SecureRandom random = new SecureRandom();

    EndpointTable(JdbcTemplate database, TokenCipher cipher, InstantSource time) {
        this.database = database;
        this.cipher = cipher;
        this.time = time;
    }

    /** A new endpoint and its secret, which is not shown again. */
    record Created(Endpoint endpoint, String secret) {}

    /** Properties of an endpoint that its owner chooses. */
    record Wanted(
            String url,
            @Nullable String description,
            List<String> types,
            List<String> numbers,
            boolean includeJson,
            boolean phones) {}

    Created create(String tenant, Wanted wanted) {
        long id = nextId();
        String secret = newSecret();
        database.update(
                "insert into webhook_endpoint (id, url, description, types, numbers, include_json, phones, tenant, state, secret, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, 'ACTIVE', ?, ?)",
                id,
                wanted.url(),
                wanted.description(),
                wanted.types().toArray(String[]::new),
                wanted.numbers().toArray(String[]::new),
                wanted.includeJson(),
                wanted.phones(),
                tenant,
                cipher.encrypt(context(id), secret),
                Timestamp.from(time.instant()));
        return new Created(find(id).orElseThrow(), secret);
    }

    boolean change(long id, Wanted wanted) {
        return database.update(
                        "update webhook_endpoint set url = ?, description = ?, types = ?, numbers = ?, include_json = ?, phones = ? where id = ?",
                        wanted.url(),
                        wanted.description(),
                        wanted.types().toArray(String[]::new),
                        wanted.numbers().toArray(String[]::new),
                        wanted.includeJson(),
                        wanted.phones(),
                        id)
                > 0;
    }

    /**
     * A new secret; the former one still signs for a while, so that the receiver can change over.
     */
    String rotate(long id, Duration oldSecretFor) {
        String secret = newSecret();
        database.update(
                "update webhook_endpoint set old_secret = secret, old_secret_until = ?, secret = ? where id = ?",
                Timestamp.from(time.instant().plus(oldSecretFor)),
                cipher.encrypt(context(id), secret),
                id);
        return secret;
    }

    /** The secrets that sign now, the newest first. */
    List<String> secrets(long id) {
        return database
                .query(
                        "select secret, case when old_secret_until > ? then old_secret end as old"
                                + " from webhook_endpoint where id = ?",
                        (row, _) -> {
                            var secrets = new ArrayList<String>(2);
                            secrets.add(cipher.decrypt(context(id), row.getBytes("secret")));
                            byte[] old = row.getBytes("old");
                            if (old != null) {
                                secrets.add(cipher.decrypt(context(id), old));
                            }
                            return secrets;
                        },
                        Timestamp.from(time.instant()),
                        id)
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    List<Endpoint> list() {
        return database.query("select * from webhook_endpoint order by id", (row, _) -> read(row));
    }

    Optional<Endpoint> find(long id) {
        return database
                .query("select * from webhook_endpoint where id = ?", (row, _) -> read(row), id)
                .stream()
                .findFirst();
    }

    boolean delete(long id) {
        return database.update("delete from webhook_endpoint where id = ?", id) > 0;
    }

    boolean resume(long id) {
        return database.update(
                        "update webhook_endpoint set state = 'ACTIVE', reason = null, failing_since = null where id = ?",
                        id)
                > 0;
    }

    boolean pause(long id, String reason) {
        return database.update(
                        "update webhook_endpoint set state = 'PAUSED', reason = ? where id = ? and state = 'ACTIVE'",
                        reason,
                        id)
                > 0;
    }

    void recordSuccess(long id, Instant at) {
        database.update(
                "update webhook_endpoint set failing_since = null, last_success_at = ? where id = ?",
                Timestamp.from(at),
                id);
    }

    /** Notes a failure; since when there are only failures. */
    Instant recordFailure(long id, Instant at) {
        return database
                .query(
                        "update webhook_endpoint set failing_since = coalesce(failing_since, ?) where id = ?"
                                + " returning failing_since",
                        (row, _) -> ResultCells.requireTime(row, "failing_since"),
                        Timestamp.from(at),
                        id)
                .stream()
                .findFirst()
                .orElse(at);
    }

    private long nextId() {
        Long id = database.queryForObject("select nextval('entity_id')", Long.class);
        return id == null ? 0 : id;
    }

    private String newSecret() {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return "whsec_" + Base64.getEncoder().encodeToString(bytes);
    }

    private static String context(long id) {
        return "webhook-endpoint-" + id;
    }

    private static Endpoint read(ResultSet row) throws SQLException {
        return new Endpoint(
                row.getString("id"),
                row.getString("url"),
                row.getString("description"),
                List.of((String[]) row.getArray("types").getArray()),
                List.of((String[]) row.getArray("numbers").getArray()),
                row.getBoolean("include_json"),
                row.getString("tenant"),
                row.getBoolean("phones"),
                row.getString("state"),
                row.getString("reason"),
                ResultCells.time(row, "failing_since"),
                ResultCells.time(row, "last_success_at"),
                ResultCells.requireTime(row, "created_at"));
    }
}
