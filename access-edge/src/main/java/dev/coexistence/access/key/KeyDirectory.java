package dev.coexistence.access.key;

import dev.coexistence.access.AccessRefusal;
import dev.coexistence.access.BearerReader;
import dev.coexistence.access.Caller;
import dev.coexistence.access.Scope;
import dev.coexistence.schemas.events.ApiKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Directory of the API keys of all tenants, and reader of those that callers present. Thread-safe.
 */
public final class KeyDirectory implements BearerReader {
    private final Map<String, Entry> keys = new ConcurrentHashMap<>();
    private final InstantSource time;
    private final Consumer<Caller> uses;
    private final Sinks.Many<String> changed = Sinks.many().multicast().directBestEffort();
    private volatile boolean complete;

    /** Key as a request needs it. */
    private record Entry(
            byte[] hash, Caller caller, @Nullable Instant expiresAt, @Nullable Instant revokedAt) {

        boolean meansAs(Entry other) {
            return caller.equals(other.caller)
                    && Objects.equals(expiresAt, other.expiresAt)
                    && Objects.equals(revokedAt, other.revokedAt);
        }
    }

    /**
     * @param uses takes each use of a key; must not wait
     */
    KeyDirectory(InstantSource time, Consumer<Caller> uses) {
        this.time = time;
        this.uses = uses;
    }

    /**
     * Takes a record of the topic: a new key, or what became of one. A revoked key stays revoked,
     * also while the topic is read again from its beginning.
     */
    void put(ApiKey key) {
        Entry before = keys.get(key.getKeyId());
        if (before != null && before.revokedAt() != null) {
            return;
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String word : key.getScopes()) {
            Scope.find(word).ifPresent(scopes::add);
        }
        // A key speaks for a tenant, never for the platform.
        scopes.remove(Scope.OPERATE);
        var caller =
                new Caller(
                        Caller.Kind.API_KEY,
                        key.getKeyId(),
                        key.getName(),
                        key.getTenant(),
                        scopes,
                        null);
        var entry =
                new Entry(
                        bytes(key.getSecretHash()),
                        caller,
                        key.getExpiresAt().orElse(null),
                        key.getRevokedAt().orElse(null));
        keys.put(key.getKeyId(), entry);
        if (before != null && !before.meansAs(entry)) {
            // Whoever streams by the key comes again, and is judged anew.
            changed.tryEmitNext(key.getKeyId());
        }
    }

    void remove(String keyId) {
        keys.remove(keyId);
        changed.tryEmitNext(keyId);
    }

    /** Notes that every key of the topic is known; those of other ids are gone. */
    void complete(Set<String> ids) {
        keys.keySet().stream().filter(id -> !ids.contains(id)).toList().forEach(this::remove);
        complete = true;
    }

    boolean isComplete() {
        return complete;
    }

    int size() {
        return keys.size();
    }

    @Override
    public boolean reads(String bearer) {
        return bearer.startsWith(ApiKeyText.PREFIX);
    }

    @Override
    public Mono<Caller> read(String bearer) {
        return Mono.fromSupplier(() -> judge(bearer));
    }

    @Override
    public Mono<Void> awaitEnd(String bearer) {
        String id = ApiKeyText.parse(bearer).map(ApiKeyText::id).orElse("");
        Mono<String> alreadyEnded =
                Mono.defer(() ->
                        keys.get(id) instanceof Entry entry && entry.revokedAt() == null
                                ? awaitExpiry(id, entry)
                                : Mono.just(id));
        return Flux.merge(changed.asFlux().filter(id::equals), alreadyEnded).next().then();
    }

    private Mono<String> awaitExpiry(String id, Entry entry) {
        return entry.expiresAt() == null
                ? Mono.never()
                : Mono.delay(Duration.between(time.instant(), entry.expiresAt())).thenReturn(id);
    }

    private Caller judge(String bearer) {
        ApiKeyText text =
                ApiKeyText.parse(bearer)
                        .orElseThrow(() ->
                                AccessRefusal.badCredentials(
                                        "key-misspelt",
                                        "This is no API key: a letter of it is wrong"));
        Entry entry = keys.get(text.id());
        if (entry == null && !complete) {
            throw AccessRefusal.away(
                    "keys-unread", "The API keys are still being read after the start");
        }
        if (entry == null || !MessageDigest.isEqual(entry.hash(), text.hash())) {
            throw AccessRefusal.badCredentials("key-unknown", "There is no such API key");
        }
        if (entry.revokedAt() != null) {
            throw AccessRefusal.badCredentials("key-revoked", "This API key was revoked");
        }
        if (entry.expiresAt() != null && !time.instant().isBefore(entry.expiresAt())) {
            throw AccessRefusal.badCredentials("key-expired", "This API key has expired");
        }
        Caller caller = entry.caller();
        uses.accept(caller);
        return new Caller(
                caller.kind(),
                caller.id(),
                caller.name(),
                caller.tenant(),
                caller.scopes(),
                bearer);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
