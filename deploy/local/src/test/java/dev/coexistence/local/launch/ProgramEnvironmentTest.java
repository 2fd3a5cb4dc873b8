package dev.coexistence.local.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.local.Database;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgramEnvironmentTest {
    private static final Database DATABASE =
            new Database("jdbc:postgresql://127.0.0.1:5433/x", "u", "database password");
    private static final LocalSecrets SECRETS =
            new LocalSecrets("app secret", "verify token", "keyset", "inbox secret");
    private static final Map<ServiceProgram, Set<String>> NEEDED =
            Map.of(
                    ServiceProgram.SIMULATOR, Set.of("app secret", "verify token"),
                    ServiceProgram.IDENTITY, Set.of("inbox secret"),
                    ServiceProgram.INGEST, Set.of("app secret", "verify token"),
                    ServiceProgram.CONNECTION, Set.of("app secret", "keyset"),
                    ServiceProgram.DISPATCH, Set.of("keyset"),
                    ServiceProgram.CONVERSATION, Set.of("keyset", "inbox secret"));

    @Test
    void eachProgramGetsTheSecretsThatItNeedsAndNoOther() {
        NEEDED.forEach((program, needed) -> {
            String all = String.join("\n", variables(program, false).values());
            for (String secret :
                    List.of(
                            "app secret",
                            "verify token",
                            "keyset",
                            "inbox secret",
                            "database password")) {
                assertThat(all.contains(secret))
                        .as(program.name() + " knows the " + secret)
                        .isEqualTo(needed.contains(secret));
            }
        });
    }

    @Test
    void everyServiceHasARoleOfItsOwnInTheDatabaseAndMigratesAsAnother() {
        for (ServiceProgram service :
                List.of(
                        ServiceProgram.CONNECTION,
                        ServiceProgram.DISPATCH,
                        ServiceProgram.CONVERSATION)) {
            assertThat(variables(service, false))
                    .containsEntry("SPRING_DATASOURCE_USERNAME", "coexistence_" + service.name())
                    .containsEntry("SPRING_FLYWAY_USER", "coexistence_migrations");
        }
    }

    @Test
    void everyServiceIsToldWhomItBelievesAndWhereItsHealthIs() {
        var management = new ArrayList<String>();
        for (ServiceProgram service : ServiceProgram.SERVICES) {
            Map<String, String> variables = variables(service, false);
            assertThat(variables)
                    .containsEntry("ACCESS_ISSUER", "http://127.0.0.1:8094")
                    .containsEntry("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1")
                    .doesNotContainKey("ACCESS_OPEN");
            management.add(variables.getOrDefault("MANAGEMENT_SERVER_PORT", ""));
        }
        assertThat(management).containsExactly("8191", "8192", "8193", "8180");
        assertThat(variables(ServiceProgram.IDENTITY, false))
                .containsEntry("IDENTITY_ISSUER", "http://127.0.0.1:8094")
                .containsEntry("IDENTITY_PAGES", "http://127.0.0.1:8080,http://localhost:8080");
    }

    @Test
    void openMeansOnLoopbackAndBelievingNobody() {
        for (ServiceProgram service : ServiceProgram.SERVICES) {
            assertThat(variables(service, true))
                    .containsEntry("ACCESS_OPEN", "true")
                    .containsEntry("SERVER_ADDRESS", "127.0.0.1")
                    .doesNotContainKeys("ACCESS_ISSUER", "LOGIN_CLIENT_SECRET");
        }
    }

    private static Map<String, String> variables(ServiceProgram program, boolean open) {
        var setup =
                new LocalSetup(
                        Path.of("/project"),
                        new DataFolder(Path.of("/data")),
                        PortAssignment.of(Map.of(), Map.of()),
                        SECRETS,
                        1,
                        null,
                        open);
        return new ProgramEnvironment(setup, DATABASE).variables(program);
    }
}
