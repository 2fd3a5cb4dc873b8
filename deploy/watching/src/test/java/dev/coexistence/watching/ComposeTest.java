package dev.coexistence.watching;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What can be said of the compose project without an engine to run it. */
class ComposeTest {
    private static final Pattern SECRET = Pattern.compile("\\$\\{([A-Z_]+):\\?");
    private static final List<String> SPRINGS_OWN =
            List.of(
                    "SERVER_PORT",
                    "SERVER_ADDRESS",
                    "MANAGEMENT_SERVER_PORT",
                    "SPRING_DATASOURCE_URL",
                    "SPRING_DATASOURCE_USERNAME",
                    "SPRING_DATASOURCE_PASSWORD",
                    "SPRING_FLYWAY_USER",
                    "SPRING_FLYWAY_PASSWORD");

    private final Compose compose = Compose.read();

    @Test
    void theWholeSystemIsThere() {
        assertThat(compose.services())
                .containsOnlyKeys(
                        "kafka",
                        "registry",
                        "postgres",
                        "topics",
                        "webhook-ingest",
                        "connection",
                        "outbound-dispatch",
                        "conversation",
                        "simulator",
                        "identity",
                        "prometheus",
                        "kafka-exporter",
                        "postgres-exporter",
                        "alertmanager",
                        "grafana");
        assertThat(compose.programs()).hasSize(6);
        assertThat(compose.builtHere())
                .extracting(Compose.Service::module)
                .allSatisfy(module -> assertThat(Deploy.ROOT.resolve(module)).isDirectory());
    }

    @Test
    void programsRunWithAsLittleAsTheyNeed() {
        for (var program : compose.builtHere()) {
            assertThat(program.settings()).as(program.name()).containsEntry("read_only", true);
            assertThat(program.list("cap_drop")).as(program.name()).containsExactly("ALL");
            assertThat(program.list("security_opt")).containsExactly("no-new-privileges:true");
            assertThat(program.settings())
                    .as(program.name())
                    .containsKeys("mem_limit", "pids_limit");
        }
        assertThat(Deploy.text(Deploy.COMPOSE.resolve("Dockerfile")))
                .contains("\nUSER 10001:10001\n")
                .contains("ENTRYPOINT [\"java\"");
    }

    @Test
    void portsAreOpenToThisMachineOnly() {
        for (var service : compose.services().values()) {
            assertThat(service.list("ports"))
                    .as(service.name())
                    .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
            assertThat(service.settings()).doesNotContainKeys("privileged", "network_mode", "pid");
        }
    }

    @Test
    void imagesHaveAVersionAndNoRegistryOfAnybody() {
        for (var service : compose.services().values()) {
            String image = Compose.text(service.settings().get("image"));
            assertThat(image.split("/", -1)[0]).as(image).doesNotContain(".");
            if (!image.startsWith("coexistence/")) {
                assertThat(image).matches(".+:v?[0-9][0-9.]*");
            }
        }
    }

    @Test
    void everyProgramIsAskedForItsHealthWhereItListens() {
        for (var program : compose.programs()) {
            String port = program.environment().getOrDefault("SERVER_PORT", "");
            String health = program.environment().getOrDefault("MANAGEMENT_SERVER_PORT", port);
            assertThat(Compose.text(program.map("healthcheck").get("test")))
                    .as(program.name())
                    .contains("/app/healthy, " + health + ", /");
            assertThat(program.list("ports")).containsExactly("127.0.0.1:" + port + ":" + port);
        }
    }

    @Test
    void prometheusLooksWhereTheServicesTellTheirMetrics() {
        List<Map<String, Object>> targets =
                new Yaml().load(Deploy.text(Deploy.PROMETHEUS.resolve("targets-compose.yaml")));
        var scraped =
                targets.stream()
                        .map(Compose::map)
                        .map(target -> Compose.text(target.get("targets")))
                        .toList();

        assertThat(scraped)
                .containsExactlyInAnyOrderElementsOf(
                        compose.ownServices().stream()
                                .map(program ->
                                        "[%s:%s]"
                                                .formatted(
                                                        program.name(),
                                                        program.environment()
                                                                .get("MANAGEMENT_SERVER_PORT")))
                                .toList());
    }

    @Test
    void programsAreToldOnlyWhatTheyKnow() {
        String edge =
                Deploy.text(Deploy.ROOT.resolve("kafka-edge/README.md"))
                        + Deploy.text(Deploy.ROOT.resolve("docs/access.md"));
        for (var program : compose.programs()) {
            assertThat(program.environment().keySet())
                    .as(program.name())
                    .allSatisfy(name ->
                            assertThat(
                                            SPRINGS_OWN.contains(name)
                                                    || known(program).contains(name)
                                                    || edge.contains(name))
                                    .as(name)
                                    .isTrue());
        }
    }

    /** What the program says of its settings: its README, and where they are read. */
    private static String known(Compose.Service program) {
        var module = Deploy.ROOT.resolve(program.module());
        return Stream.of("README.md", "src/main/resources/application.yaml")
                .map(module::resolve)
                .filter(Files::exists)
                .map(Deploy::text)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void everyServiceBelievesTheProviderByTheAddressThatBrowsersUse() {
        var provider = Objects.requireNonNull(compose.services().get("identity"));
        String issuer = provider.environment().getOrDefault("IDENTITY_ISSUER", "");

        assertThat(compose.ownServices())
                .hasSize(4)
                .allSatisfy(service -> {
                    assertThat(service.environment()).containsEntry("ACCESS_ISSUER", issuer);
                    assertThat(
                                    service.environment()
                                            .getOrDefault("ACCESS_HOSTS", "")
                                            .split(",", -1))
                            .contains("localhost", service.name());
                });
        assertThat(Compose.text(provider.map("networks")))
                .contains(java.net.URI.create(issuer).getHost());
    }

    @Test
    void everySecretIsMadeByTheScript() {
        String script = Deploy.text(Deploy.COMPOSE.resolve("secrets"));
        var asked =
                SECRET.matcher(Deploy.text(Deploy.COMPOSE.resolve("compose.yaml")))
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.toSet());

        assertThat(asked).isNotEmpty().allSatisfy(name -> assertThat(script).contains(name + "="));
    }

    @Test
    void whatIsNeededAndMountedExists() {
        for (var service : compose.services().values()) {
            assertThat(compose.services().keySet())
                    .as(service.name())
                    .containsAll(service.map("depends_on").keySet());
            for (String mount : service.list("volumes")) {
                String source = mount.substring(0, mount.indexOf(':'));
                if (source.startsWith(".")) {
                    assertThat(Files.exists(Deploy.COMPOSE.resolve(source))).as(mount).isTrue();
                } else {
                    assertThat(compose.volumes()).contains(source);
                }
            }
        }
    }
}
