package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.Caller;
import dev.coexistence.access.Role;
import dev.coexistence.access.Scope;
import dev.coexistence.access.key.ApiKeyText;
import dev.coexistence.connection.key.KeyOutcome;
import dev.coexistence.connection.key.KeyRow;
import dev.coexistence.connection.key.KeyWish;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.ApiKey;
import dev.coexistence.schemas.events.AuditEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiKeysIT {
    private static final Caller NORTH = Samples.caller("north");
    private static final Caller SOUTH = Samples.caller("south");
    private static Duration ahead = Duration.ZERO;
    private static final InstantSource TIME = () -> InstantSource.system().instant().plus(ahead);
    private static TenantParts tenants;

    @BeforeAll
    static void start() {
        DataSource database = Parts.database("keys");
        var parts =
                new Parts(
                        database,
                        Parts.graph(
                                java.net.URI.create("http://127.0.0.1:1"), Duration.ofSeconds(1)),
                        TIME);
        tenants = new TenantParts(database, parts, TIME);
    }

    @BeforeEach
    void noKeys() {
        ahead = Duration.ZERO;
        tenants.jdbc.execute("delete from api_key; delete from outbox");
    }

    @Test
    void aKeyIsToldToEveryServiceAndItsSecretKeptNowhere() {
        var made = make(NORTH, "shop", null);

        assertThat(ApiKeyText.parse(made.text()))
                .hasValueSatisfying(text -> {
                    assertThat(text.id()).isEqualTo(made.key().keyId());
                    ApiKey event = tenants.waiting(Topics.API_KEYS).getFirst();
                    assertThat(event.getKeyId()).isEqualTo(text.id());
                    assertThat(event.getTenant()).isEqualTo("north");
                    assertThat(event.getScopes()).containsExactly("messages:send");
                    assertThat(event.getCreatedBy()).isEqualTo("Sam Operator");
                    assertThat(event.getSecretHash().array()).isEqualTo(text.hash());
                    assertThat(event.getRevokedAt()).isEmpty();
                    assertThat(everything()).doesNotContain(text.secret());
                });
        assertThat(made.toString()).doesNotContain(made.text());
        assertThat(tenants.waiting(Topics.AUDIT))
                .extracting(AuditEntry::getAction)
                .containsExactly("api-key.create");
    }

    @Test
    void twoLiveKeysOfANameAndNoThird() {
        var first = make(NORTH, "shop", null);
        make(NORTH, "shop", null);

        assertThat(make(NORTH, wish("shop", null))).isEqualTo(new KeyOutcome.TwoLive("shop"));
        assertThat(make(NORTH, "other", null).key().name()).isEqualTo("other");
        assertThat(make(SOUTH, "shop", null).key().tenant()).isEqualTo("south");

        assertThat(tenants.keys.revoke(NORTH, first.key().keyId())).isTrue();
        assertThat(make(NORTH, "shop", null).key().revokedAt()).isNull();
    }

    @Test
    void anExpiredKeyLeavesItsPlace() {
        Instant soon = TIME.instant().plusSeconds(60);
        make(NORTH, "shop", soon);
        make(NORTH, "shop", soon);

        ahead = Duration.ofMinutes(2);

        assertThat(make(NORTH, "shop", null).key().expiresAt()).isNull();
    }

    @Test
    void ofManyAtOnceTwoAreMade() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<KeyOutcome> make = () -> make(NORTH, wish("shop", null));

            var outcomes =
                    threads.invokeAll(Collections.nCopies(4, make)).stream()
                            .map(Future::resultNow)
                            .toList();

            assertThat(outcomes).filteredOn(KeyOutcome.Made.class::isInstance).hasSize(2);
            assertThat(outcomes).filteredOn(KeyOutcome.TwoLive.class::isInstance).hasSize(2);
        }
    }

    @Test
    void aRevokedKeyStaysAndIsToldOnce() {
        var made = make(NORTH, "shop", null);

        assertThat(tenants.keys.revoke(NORTH, made.key().keyId())).isTrue();
        assertThat(tenants.keys.revoke(NORTH, made.key().keyId())).isTrue();

        assertThat(tenants.waiting(Topics.API_KEYS))
                .hasSize(2)
                .last()
                .satisfies(event -> assertThat(event.getRevokedAt()).isPresent());
        assertThat(tenants.keys.list(NORTH))
                .singleElement()
                .satisfies(key -> assertThat(key.revokedAt()).isNotNull());
        assertThat(tenants.waiting(Topics.AUDIT))
                .extracting(AuditEntry::getAction)
                .containsExactly("api-key.create", "api-key.revoke");
    }

    @Test
    void anothersKeysAreNotThere() {
        var theirs = make(NORTH, "shop", null);
        var own = make(SOUTH, "desk", null);

        assertThat(tenants.keys.list(SOUTH))
                .extracting(KeyRow::keyId)
                .containsExactly(own.key().keyId());
        assertThat(tenants.keys.revoke(SOUTH, theirs.key().keyId())).isFalse();
        assertThat(tenants.keys.revoke(SOUTH, "nothing")).isFalse();
        assertThat(tenants.keys.list(NORTH)).extracting(KeyRow::revokedAt).containsOnlyNulls();
    }

    @Test
    void aKeyCanDoNothingThatItsMakerCannot() {
        var developer =
                new Caller(
                        Caller.Kind.PERSON,
                        "dee",
                        "Dee Developer",
                        "north",
                        Role.DEVELOPER.scopes(),
                        null);
        var operator =
                new Caller(
                        Caller.Kind.PERSON,
                        "olga",
                        "Olga Operator",
                        null,
                        Role.OPERATOR.scopes(),
                        null);

        assertThat(refusal(developer, Scope.CONTACTS_ERASE.word())).isEqualTo("scope-not-held");
        assertThat(refusal(operator, Scope.OPERATE.word())).isEqualTo("unknown-scope");
        assertThat(refusal(developer, "everything")).isEqualTo("unknown-scope");
        assertThat(kind(make(NORTH, new KeyWish(" ", List.of("messages:send"), null))))
                .isEqualTo("bad-name");
        assertThat(kind(make(NORTH, wish("shop", TIME.instant().minusSeconds(1)))))
                .isEqualTo("bad-expiry");
        assertThat(kind(make(NORTH, new KeyWish("shop", List.of(), null))))
                .isEqualTo("unknown-scope");
        assertThat(tenants.waiting(Topics.API_KEYS)).isEmpty();
    }

    @Test
    void aKeyShowsItsLastUse() {
        var made = make(NORTH, "shop", null);
        Instant used = Instant.parse("2026-11-29T08:00:00Z");
        tenants.audit.keep(
                List.of(
                        Samples.entry("use-1", "north", "api-key.use", made.key().keyId(), used),
                        Samples.entry(
                                "use-2",
                                "north",
                                "api-key.use",
                                made.key().keyId(),
                                used.minusSeconds(3_600))));

        assertThat(tenants.keys.list(NORTH)).extracting(KeyRow::lastUsedAt).containsExactly(used);
    }

    private static String refusal(Caller caller, String scope) {
        return kind(make(caller, new KeyWish("shop", List.of(scope), null)));
    }

    private static String kind(KeyOutcome outcome) {
        return outcome instanceof KeyOutcome.Refused(String kind, String _) ? kind : "" + outcome;
    }

    private static KeyOutcome make(Caller caller, KeyWish wish) {
        return tenants.keys.make(caller, caller.tenantOrDefault(), wish);
    }

    private static KeyOutcome.Made make(Caller caller, String name, @Nullable Instant expiresAt) {
        if (!(make(caller, wish(name, expiresAt)) instanceof KeyOutcome.Made made)) {
            throw new AssertionError("Not made");
        }
        return made;
    }

    private static KeyWish wish(String name, @Nullable Instant expiresAt) {
        return new KeyWish(name, List.copyOf(Set.of(Scope.MESSAGES_SEND.word())), expiresAt);
    }

    /** All bytes that the database keeps of keys. */
    private static String everything() {
        return tenants.jdbc.query("select api_key::text from api_key", (row, _) -> row.getString(1))
                + tenants
                        .jdbc
                        .query("select payload from outbox", (row, _) -> row.getBytes(1))
                        .stream()
                        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                        .toList()
                        .toString();
    }
}
