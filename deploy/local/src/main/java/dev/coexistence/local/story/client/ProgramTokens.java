package dev.coexistence.local.story.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Access tokens of one program, by client credentials; renewed before they expire. Thread-safe. */
public final class ProgramTokens implements Supplier<Optional<String>> {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration MARGIN = Duration.ofSeconds(60);
    private static final String ALL =
            "messages:send threads:read threads:write contacts:phone contacts:erase"
                    + " connections:read connections:manage webhooks:manage keys:manage";

    private final DemoIdentity identity;
    private final String program;
    private final String scopes;
    private @Nullable String token;
    private Instant expires = Instant.EPOCH;

    private ProgramTokens(DemoIdentity identity, String program, String scopes) {
        this.identity = identity;
        this.program = program;
        this.scopes = scopes;
    }

    /** With all that the program may have. */
    public static ProgramTokens of(DemoIdentity identity, String program) {
        boolean operates = program.equals(DemoIdentity.OPERATOR_PROGRAM);
        return new ProgramTokens(identity, program, operates ? ALL + " operate" : ALL);
    }

    /** With those scopes alone, divided by spaces. */
    public static ProgramTokens limited(DemoIdentity identity, String program, String scopes) {
        return new ProgramTokens(identity, program, scopes);
    }

    @Override
    public synchronized Optional<String> get() {
        if (token == null || CLOCK.instant().isAfter(expires.minus(MARGIN))) {
            renew();
        }
        return Optional.ofNullable(token);
    }

    private void renew() {
        String basic =
                Base64.getEncoder()
                        .encodeToString(
                                (program + ":" + identity.secret(program))
                                        .getBytes(StandardCharsets.UTF_8));
        try (var web = new JsonHttpClient()) {
            var answer =
                    web.postForm(
                                    identity.root().resolve("/oauth2/token"),
                                    Map.of("grant_type", "client_credentials", "scope", scopes),
                                    Map.of("Authorization", "Basic " + basic))
                            .good("The token of " + program)
                            .json();
            token = answer.path("access_token").asString("");
            expires = CLOCK.instant().plusSeconds(answer.path("expires_in").asLong(0));
        }
    }
}
