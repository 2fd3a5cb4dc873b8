package dev.coexistence.conversation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.access.Scope;
import dev.coexistence.access.key.ApiKeyText;
import dev.coexistence.access.kit.TestIssuer;
import dev.coexistence.conversation.live.OpenStream;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.ApiKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams of programs on two instances, when what opened them ends. */
class StreamsEndIT {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsEndIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final TestIssuer ISSUER = TestIssuer.start();
    private static final RunningConversation FIRST = instance();
    private static final RunningConversation SECOND = instance();

    private final InstantSource clock = InstantSource.system();
    private final ApiKeyText key = ApiKeyText.generate(new SecureRandom());

    @AfterAll
    static void close() {
        FIRST.close();
        SECOND.close();
        ISSUER.close();
    }

    @Test
    void aRevokedKeyEndsThemOnEveryInstance() throws Exception {
        tell(null, null);
        try (OpenStream here = listen(FIRST, key.text());
                OpenStream there = listen(SECOND, key.text());
                OpenStream others = listen(FIRST, ISSUER.program("north", Scope.THREADS_READ))) {
            Instant revoked = clock.instant();
            tell(null, revoked);

            await().atMost(PATIENCE).until(() -> here.hasEnded() && there.hasEnded());
            LOG.info(
                    "FIGURE streams of both instances ended {} ms after the key was revoked",
                    Duration.between(revoked, clock.instant()).toMillis());
            assertThat(others.hasEnded()).isFalse();
            for (RunningConversation instance : List.of(FIRST, SECOND)) {
                try (OpenStream again = open(instance, key.text())) {
                    assertThat(again.status()).isEqualTo(401);
                }
            }
        }
    }

    @Test
    void aKeyThatExpiresEndsThem() throws Exception {
        tell(clock.instant().plusSeconds(4), null);
        try (OpenStream stream = listen(FIRST, key.text())) {
            await().atMost(PATIENCE).until(stream::hasEnded);
        }
    }

    @Test
    void aTokenThatExpiresEndsThem() {
        String brief =
                ISSUER.token(claims ->
                        claims.claim("tenant", "north")
                                .claim("roles", List.of("viewer"))
                                .expirationTime(Date.from(clock.instant().plusSeconds(4))));
        try (OpenStream stream = listen(SECOND, brief)) {
            await().atMost(PATIENCE).until(stream::hasEnded);
        }
    }

    private void tell(@Nullable Instant expiresAt, @Nullable Instant revokedAt) throws Exception {
        var record =
                ApiKey.newBuilder()
                        .setKeyId(key.id())
                        .setTenant("north")
                        .setName("CRM")
                        .setSecretHash(ByteBuffer.wrap(key.hash()))
                        .setScopes(List.of(Scope.THREADS_READ.word()))
                        .setCreatedBy("Ida Sommer")
                        .setCreatedAt(clock.instant())
                        .setExpiresAt(expiresAt)
                        .setRevokedAt(revokedAt)
                        .build();
        FIRST.bean(EventPublisher.class)
                .publish(Topics.API_KEYS, key.id(), record)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** A stream that goes on, once the instance knows the key. */
    private static OpenStream listen(RunningConversation instance, String bearer) {
        await().atMost(PATIENCE)
                .until(() -> {
                    try (OpenStream tried = open(instance, bearer)) {
                        return tried.status() == 200;
                    }
                });
        OpenStream stream = open(instance, bearer);
        await().atMost(PATIENCE).until(() -> stream.lines().contains(":alive"));
        return stream;
    }

    private static OpenStream open(RunningConversation instance, String bearer) {
        return OpenStream.of(
                instance.url() + "/v1/events", Map.of("Authorization", "Bearer " + bearer));
    }

    private static RunningConversation instance() {
        return RunningConversation.startClosed(ISSUER, Map.of("access.clock-skew", "0s"));
    }
}
