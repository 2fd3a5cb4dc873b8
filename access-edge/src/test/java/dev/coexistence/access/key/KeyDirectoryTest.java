package dev.coexistence.access.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.access.AccessRefusal;
import dev.coexistence.access.Caller;
import dev.coexistence.access.Scope;
import dev.coexistence.schemas.events.ApiKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class KeyDirectoryTest {
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    private final List<Caller> used = new ArrayList<>();
    private Instant now = NOW;
    private final KeyDirectory directory = new KeyDirectory(() -> now, used::add);
    private final ApiKeyText key = ApiKeyText.generate(new SecureRandom());

    @Test
    void aKeySpeaksForItsTenantWithItsScopes() {
        directory.put(record(key, null, null, "threads:read", "messages:send", "no:such"));

        Caller caller = read(key.text());

        assertThat(caller.kind()).isEqualTo(Caller.Kind.API_KEY);
        assertThat(caller.id()).isEqualTo(key.id());
        assertThat(caller.name()).isEqualTo("shop");
        assertThat(caller.tenant()).isEqualTo("acme");
        assertThat(caller.scopes())
                .containsExactlyInAnyOrder(Scope.THREADS_READ, Scope.MESSAGES_SEND);
        assertThat(caller.bearer()).isEqualTo(key.text());
        assertThat(caller.toString()).doesNotContain(key.text(), key.secret());
        assertThat(used).extracting(Caller::id).containsExactly(key.id());
    }

    @Test
    void noKeyOperatesThePlatform() {
        directory.put(record(key, null, null, "operate"));

        assertThat(read(key.text()).scopes()).isEmpty();
    }

    @Test
    void aKeyWithOneLetterChangedIsNone() {
        directory.put(record(key, null, null));
        String text = key.text();

        refuses(
                text.substring(0, 20) + (text.charAt(20) == 'a' ? 'b' : 'a') + text.substring(21),
                "key-misspelt");
    }

    @Test
    void theIdAloneIsNotEnough() {
        directory.put(record(key, null, null));
        directory.complete(Set.of(key.id()));

        refuses(
                new ApiKeyText(key.id(), ApiKeyText.generate(new SecureRandom()).secret()).text(),
                "key-unknown");
    }

    @Test
    void aKeyThatIsNotKnownYetIsNotRefusedForGood() {
        refuses(key.text(), "keys-unread");

        directory.complete(Set.of());

        refuses(key.text(), "key-unknown");
    }

    @Test
    void aKeyThatTheTopicHasNoMoreIsForgotten() {
        directory.put(record(key, null, null));
        directory.complete(Set.of(key.id()));
        assertThat(read(key.text()).id()).isEqualTo(key.id());

        directory.complete(Set.of("another"));

        refuses(key.text(), "key-unknown");
    }

    @Test
    void aKeyEndsAtItsTime() {
        directory.put(record(key, NOW.plusSeconds(60), null));
        now = NOW.plusSeconds(59);
        assertThat(read(key.text()).id()).isEqualTo(key.id());

        now = NOW.plusSeconds(60);

        refuses(key.text(), "key-expired");
    }

    @Test
    void aRevokedKeyStaysRevokedWhileTheTopicIsReadAgain() {
        directory.put(record(key, null, null));
        directory.put(record(key, null, NOW));
        refuses(key.text(), "key-revoked");

        directory.put(record(key, null, null));

        refuses(key.text(), "key-revoked");
    }

    @Test
    void twoKeysOfATenantLiveAtATime() {
        ApiKeyText next = ApiKeyText.generate(new SecureRandom());
        directory.put(record(key, null, null));
        directory.put(record(next, null, null));

        assertThat(read(key.text()).id()).isEqualTo(key.id());
        assertThat(read(next.text()).id()).isEqualTo(next.id());
    }

    @Test
    void aStreamEndsWhenItsKeyIsRevokedAndNotWhenTheTopicIsReadAgain() {
        directory.put(record(key, null, null));
        StepVerifier.create(directory.awaitEnd(key.text()))
                .then(() -> directory.put(record(key, null, null)))
                .expectNoEvent(Duration.ofMillis(50))
                .then(() -> directory.put(record(key, null, NOW)))
                .verifyComplete();
        StepVerifier.create(directory.awaitEnd(key.text())).verifyComplete();
    }

    @Test
    void aStreamEndsWhenItsKeyExpires() {
        directory.put(record(key, NOW.plusMillis(50), null));

        StepVerifier.create(directory.awaitEnd(key.text())).verifyComplete();
    }

    @Test
    void readsWhatBeginsAsAKey() {
        assertThat(directory.reads(key.text())).isTrue();
        assertThat(directory.reads("a.b.c")).isFalse();
    }

    private Caller read(String text) {
        return Objects.requireNonNull(directory.read(text).block());
    }

    private void refuses(String text, String reason) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        AccessRefusal.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }

    static ApiKey record(
            ApiKeyText key,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            String... scopes) {
        return ApiKey.newBuilder()
                .setKeyId(key.id())
                .setTenant("acme")
                .setName("shop")
                .setSecretHash(ByteBuffer.wrap(key.hash()))
                .setScopes(List.of(scopes))
                .setCreatedAt(NOW)
                .setCreatedBy("Person of acme")
                .setExpiresAt(expiresAt)
                .setRevokedAt(revokedAt)
                .build();
    }
}
