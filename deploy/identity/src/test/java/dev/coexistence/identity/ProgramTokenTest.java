package dev.coexistence.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.oauth2.jwt.Jwt;
import tools.jackson.databind.json.JsonMapper;

/** Programs get tokens by client credentials. */
class ProgramTokenTest {
    @TempDir private static @Nullable Path folder;
    private static @Nullable RunningIdentity running;

    @BeforeAll
    static void start() {
        running = RunningIdentity.start(Objects.requireNonNull(folder));
    }

    @AfterAll
    static void stop() {
        identity().close();
    }

    @Test
    void aTokenSaysWhichProgramOfWhichTenantAndWhatItMayDo() throws Exception {
        Jwt token = token("demo-program", "messages:send threads:read");

        assertThat(token.getAudience()).containsExactly("coexistence");
        assertThat(token.getSubject()).isEqualTo("demo-program");
        assertThat(Objects.requireNonNull(token.getClaimAsString("scope")).split(" ", -1))
                .containsExactlyInAnyOrder("messages:send", "threads:read");
        assertThat(token.getClaims())
                .containsEntry("tenant", "default")
                .containsEntry("name", "Demo program")
                .doesNotContainKey("roles");
    }

    @Test
    void theOperatorsProgramHasTheRoleAndNoTenant() throws Exception {
        assertThat(token("operator-program", "operate").getClaims())
                .containsEntry("roles", List.of("operator"))
                .doesNotContainKey("tenant");
    }

    @Test
    void aScopeThatTheProgramDoesNotHaveIsRefused() throws Exception {
        HttpResponse<String> answer =
                ask("demo-program", identity().kept("demo-program.secret"), "operate");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("invalid_scope");
    }

    @Test
    void anotherProgramsSecretIsRefused() throws Exception {
        HttpResponse<String> answer =
                ask("demo-program", identity().kept("linden-program.secret"), "messages:send");

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    private static Jwt token(String program, String scope) throws Exception {
        HttpResponse<String> answer = ask(program, identity().kept(program + ".secret"), scope);
        return identity()
                .decoder()
                .decode(
                        JsonMapper.shared()
                                .readTree(answer.body())
                                .path("access_token")
                                .asString(""));
    }

    private static HttpResponse<String> ask(String program, String secret, String scope)
            throws Exception {
        try (var browser = new Browser()) {
            return browser.post(
                    identity().at("/oauth2/token"),
                    Map.of("grant_type", "client_credentials", "scope", scope),
                    PageClient.basic(program, secret));
        }
    }

    private static RunningIdentity identity() {
        return Objects.requireNonNull(running);
    }
}
