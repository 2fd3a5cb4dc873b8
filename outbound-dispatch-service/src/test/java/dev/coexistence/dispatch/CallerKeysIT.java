package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.access.Scope;
import dev.coexistence.access.key.ApiKeyText;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.ApiKey;
import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** API keys at {@code POST /v1/messages}. */
class CallerKeysIT {
    private static ClosedDispatch dispatch;
    private static SimulatedNumber number;

    private final ApiKeyText key = ApiKeyText.generate(new SecureRandom());

    @BeforeAll
    static void start() {
        dispatch = new ClosedDispatch(Map.of());
        number = dispatch.numberOf("north");
    }

    @AfterAll
    static void stop() {
        dispatch.close();
    }

    @Test
    void aKeySendsFromItsTenantsNumberAndIsToldToTheAuditByItsId() {
        publish("north", null, null, Scope.MESSAGES_SEND);
        awaitStatus(202, "keys-right");

        await().atMost(ClosedDispatch.PATIENCE)
                .untilAsserted(() ->
                        assertThat(dispatch.stage.ends("keys-right"))
                                .extracting(end -> end.getOutcome())
                                .containsExactly(SendOutcomeKind.ACCEPTED));
        await().atMost(ClosedDispatch.PATIENCE)
                .untilAsserted(() ->
                        assertThat(dispatch.stage.auditEntries(key.id()))
                                .singleElement()
                                .satisfies(entry -> {
                                    assertThat(entry.getAction()).isEqualTo("api-key.use");
                                    assertThat(entry.getCallerKind()).isEqualTo("API_KEY");
                                    assertThat(entry.getTenant()).contains("north");
                                    assertThat(entry.toString()).doesNotContain(key.secret());
                                }));
    }

    @Test
    void anExpiredKeyIsRefusedAndCounted() {
        publish("north", Instant.now().minusSeconds(1), null, Scope.MESSAGES_SEND);

        awaitRefusal("key-expired", "keys-expired");
    }

    @Test
    void aRevokedKeyIsRefusedAndCounted() {
        publish("north", null, null, Scope.MESSAGES_SEND);
        awaitStatus(202, "keys-before");

        publish("north", null, Instant.now(), Scope.MESSAGES_SEND);

        awaitRefusal("key-revoked", "keys-revoked");
    }

    @Test
    void aKeyWithOneLetterChangedIsRefusedAndCountedWhicheverLetterItIs() {
        publish("north", null, null, Scope.MESSAGES_SEND);
        awaitStatus(202, "keys-unchanged");
        String text = key.text();

        for (int at = ApiKeyText.PREFIX.length(); at < text.length(); at++) {
            if (text.charAt(at) == '_') {
                continue;
            }
            char other = text.charAt(at) == 'a' ? 'b' : 'a';
            String changed = text.substring(0, at) + other + text.substring(at + 1);
            double before = dispatch.refused("key-misspelt");
            dispatch.send(changed, number, "keys-changed").expectStatus().isUnauthorized();
            assertThat(dispatch.refused("key-misspelt")).as("letter %s", at).isEqualTo(before + 1);
        }
        assertThat(dispatch.stage.ends("keys-changed")).isEmpty();
    }

    @Test
    void aKeyWhoseSecretIsAnothersIsRefusedAndCounted() {
        publish("north", null, null, Scope.MESSAGES_SEND);
        awaitStatus(202, "keys-known");
        double before = dispatch.refused("key-unknown");
        var forged = new ApiKeyText(key.id(), ApiKeyText.generate(new SecureRandom()).secret());

        dispatch.send(forged.text(), number, "keys-forged").expectStatus().isUnauthorized();

        assertThat(dispatch.refused("key-unknown")).isEqualTo(before + 1);
    }

    @Test
    void anotherTenantsKeySeesNoSuchNumber() {
        publish("south", null, null, Scope.MESSAGES_SEND);

        awaitStatus(404, "keys-foreign");

        assertThat(dispatch.stage.ends("keys-foreign")).isEmpty();
    }

    @Test
    void aKeyWithoutTheScopeIsForbiddenAndCounted() {
        publish("north", null, null, Scope.THREADS_READ);

        awaitStatus(403, "keys-narrow");

        assertThat(dispatch.refused("forbidden")).isPositive();
    }

    private void awaitStatus(int status, String command) {
        await().atMost(ClosedDispatch.PATIENCE)
                .untilAsserted(() ->
                        dispatch.send(key.text(), number, command)
                                .expectStatus()
                                .isEqualTo(status));
    }

    /** Until the instance has read the topic, the key is one that it does not know. */
    private void awaitRefusal(String reason, String command) {
        double before = dispatch.refused(reason);
        await().atMost(ClosedDispatch.PATIENCE)
                .untilAsserted(() -> {
                    dispatch.send(key.text(), number, command).expectStatus().isUnauthorized();
                    assertThat(dispatch.refused(reason)).isGreaterThan(before);
                });
        double counted = dispatch.refused(reason);
        dispatch.send(key.text(), number, command)
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueMatches("WWW-Authenticate", ".*invalid_token.*")
                .expectBody()
                .jsonPath("$.type")
                .value(type -> assertThat(type.toString()).endsWith("unauthenticated"));
        assertThat(dispatch.refused(reason)).isEqualTo(counted + 1);
        assertThat(dispatch.stage.ends(command)).isEmpty();
    }

    private void publish(
            String tenant,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            Scope... scopes) {
        dispatch.service
                .getBean(EventPublisher.class)
                .publish(
                        Topics.API_KEYS,
                        key.id(),
                        ApiKey.newBuilder()
                                .setKeyId(key.id())
                                .setTenant(tenant)
                                .setName("shop")
                                .setSecretHash(ByteBuffer.wrap(key.hash()))
                                .setScopes(List.of(scopes).stream().map(Scope::word).toList())
                                .setCreatedAt(Instant.now())
                                .setCreatedBy("Person of " + tenant)
                                .setExpiresAt(expiresAt)
                                .setRevokedAt(revokedAt)
                                .build())
                .join();
    }
}
