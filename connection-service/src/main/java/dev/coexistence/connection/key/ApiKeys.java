package dev.coexistence.connection.key;

import dev.coexistence.access.AuditLog;
import dev.coexistence.access.Caller;
import dev.coexistence.access.key.ApiKeyText;
import dev.coexistence.connection.record.CallerAct;
import dev.coexistence.database.EventOutbox;
import dev.coexistence.database.TenantTransactions;
import dev.coexistence.database.TenantView;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.ApiKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * API keys of all tenants. Each change leaves for {@code whatsapp.api-keys} and for the audit by
 * the outbox, in the transaction that makes it.
 */
public class ApiKeys {
    private static final SecureRandom CHANCE = new SecureRandom();
    private static final int MOST_LIVE = 2;

    private final JdbcClient jdbc;
    private final TenantTransactions tenants;
    private final EventOutbox outbox;
    private final AuditLog audit;
    private final InstantSource time;

    /**
     * @param time the wall clock, by which keys are judged
     */
    public ApiKeys(
            JdbcClient jdbc,
            TenantTransactions tenants,
            EventOutbox outbox,
            AuditLog audit,
            InstantSource time) {
        this.jdbc = jdbc;
        this.tenants = tenants;
        this.outbox = outbox;
        this.audit = audit;
        this.time = time;
    }

    /**
     * Makes a key. Where the caller is none of the tenant's, the platform's audit has both tenants.
     *
     * @param tenant whose key it is, which the caller sees
     */
    public KeyOutcome make(Caller caller, String tenant, KeyWish wish) {
        Instant now = time.instant();
        return wish.findRefusal(caller, now)
                .<KeyOutcome>map(refusal -> refusal)
                .orElseGet(() ->
                        changeWithin(
                                tenant,
                                () ->
                                        store(
                                                caller,
                                                tenant,
                                                wish,
                                                ApiKeyText.generate(CHANCE),
                                                now)));
    }

    private KeyOutcome store(
            Caller caller, String tenant, KeyWish wish, ApiKeyText drawn, Instant now) {
        waitForOthers(tenant, wish.name());
        if (countLive(tenant, wish.name(), now) >= MOST_LIVE) {
            return new KeyOutcome.TwoLive(wish.name());
        }
        var key =
                new KeyRow(
                        drawn.id(),
                        tenant,
                        wish.name(),
                        List.copyOf(wish.distinctScopes()),
                        now,
                        caller.name(),
                        wish.expiresAt(),
                        null,
                        null);
        jdbc.sql(
                        """
                        insert into api_key (key_id, tenant, name, secret_hash, scopes, created_at, created_by, expires_at)
                        values (:id, :tenant, :name, :hash, :scopes, :at, :by, :expires)
                        """)
                .param("id", key.keyId())
                .param("tenant", tenant)
                .param("name", key.name())
                .param("hash", drawn.hash())
                .param("scopes", key.scopes().toArray(String[]::new))
                .param("at", Timestamp.from(now))
                .param("by", key.createdBy())
                .param("expires", timestamp(key.expiresAt()))
                .update();
        publish(key, drawn.hash());
        audit.write(
                caller,
                "api-key.create",
                key.keyId(),
                tenant,
                null,
                key.name() + ": " + String.join(" ", key.scopes()));
        CallerAct.writeForTenant(audit, caller, "api-key.create", key.keyId(), tenant);
        return new KeyOutcome.Made(key, drawn.text());
    }

    /** Keys that the caller may see, newest first; revoked ones too. */
    public List<KeyRow> list(Caller caller) {
        return tenants.within(
                TenantView.ofCaller(caller.tenant()),
                () ->
                        jdbc.sql(
                                        """
                                        select *, (select max(at) from audit_entries
                                          where action = 'api-key.use' and object = key_id) as used_at
                                        from api_key where :all or tenant = :tenant
                                        order by created_at desc, key_id
                                        """)
                                .param("all", caller.seesAll())
                                .param("tenant", caller.tenantOrDefault())
                                .query((row, _) -> read(row, instant(row.getTimestamp("used_at"))))
                                .list());
    }

    /**
     * Revokes a key for good.
     *
     * @return false where the caller sees no key of that id
     */
    public boolean revoke(Caller caller, String keyId) {
        return findTenant(caller, keyId)
                .map(tenant -> changeWithin(tenant, () -> revoke(caller, tenant, keyId)))
                .orElse(false);
    }

    private boolean revoke(Caller caller, String tenant, String keyId) {
        Instant now = time.instant();
        int revoked =
                jdbc.sql(
                                """
                                update api_key set revoked_at = :now
                                where key_id = :id and tenant = :tenant and revoked_at is null
                                """)
                        .param("now", Timestamp.from(now))
                        .param("id", keyId)
                        .param("tenant", tenant)
                        .update();
        if (revoked == 1) {
            record Stored(KeyRow key, byte[] hash) {}
            var stored =
                    jdbc.sql("select * from api_key where key_id = :id")
                            .param("id", keyId)
                            .query((row, _) ->
                                    new Stored(read(row, null), row.getBytes("secret_hash")))
                            .single();
            publish(stored.key(), stored.hash());
            audit.write(caller, "api-key.revoke", keyId, tenant, stored.key().name(), null);
        }
        return true;
    }

    private Optional<String> findTenant(Caller caller, String keyId) {
        return tenants.within(
                        TenantView.ofCaller(caller.tenant()),
                        () ->
                                jdbc.sql("select tenant from api_key where key_id = :id")
                                        .param("id", keyId)
                                        .query(String.class)
                                        .optional())
                .filter(caller::sees);
    }

    /** Two at once must not both find room for one. */
    private void waitForOthers(String tenant, String name) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:name, 0))")
                .param("name", tenant.length() + " " + tenant + name)
                .query((_, _) -> true)
                .single();
    }

    private long countLive(String tenant, String name, Instant now) {
        return jdbc.sql(
                        """
                        select count(*) from api_key where tenant = :tenant and name = :name
                          and revoked_at is null and (expires_at is null or expires_at > :now)
                        """)
                .param("tenant", tenant)
                .param("name", name)
                .param("now", Timestamp.from(now))
                .query(Long.class)
                .single();
    }

    private void publish(KeyRow key, byte[] hash) {
        var event =
                ApiKey.newBuilder()
                        .setKeyId(key.keyId())
                        .setTenant(key.tenant())
                        .setName(key.name())
                        .setSecretHash(ByteBuffer.wrap(hash))
                        .setScopes(key.scopes())
                        .setCreatedAt(key.createdAt())
                        .setCreatedBy(key.createdBy())
                        .setExpiresAt(key.expiresAt())
                        .setRevokedAt(key.revokedAt())
                        .build();
        outbox.add(Topics.API_KEYS, key.keyId(), event);
    }

    private <T> T changeWithin(String tenant, Supplier<T> work) {
        return tenants.within(TenantView.of(tenant), work);
    }

    private static KeyRow read(ResultSet row, @Nullable Instant usedAt) throws SQLException {
        return new KeyRow(
                row.getString("key_id"),
                row.getString("tenant"),
                row.getString("name"),
                List.of((String[]) row.getArray("scopes").getArray()),
                row.getTimestamp("created_at").toInstant(),
                row.getString("created_by"),
                instant(row.getTimestamp("expires_at")),
                instant(row.getTimestamp("revoked_at")),
                usedAt);
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
