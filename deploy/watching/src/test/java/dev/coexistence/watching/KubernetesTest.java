package dev.coexistence.watching;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What can be said of the manifests without a cluster: they agree with compose. */
class KubernetesTest {
    private static final Path FOLDER = Deploy.ROOT.resolve("deploy/kubernetes");

    private static final Set<String> ONLY_WITH_THE_SIMULATOR =
            Set.of("SIGNUP_POPUP_URL", "SIGNUP_TRUSTED_ORIGINS", "MEDIA_HOSTS");

    private final Compose compose = Compose.read();

    @Test
    void everyServiceOfComposeIsDeployedAtTheSamePort() {
        for (var program : services()) {
            String port = program.environment().getOrDefault("SERVER_PORT", "");
            String management =
                    program.environment().getOrDefault("MANAGEMENT_SERVER_PORT", "none");
            String text = Deploy.text(FOLDER.resolve(program.name() + ".yaml"));

            assertThat(text)
                    .contains("image: coexistence/" + program.name() + "\n")
                    .contains("{name: http, containerPort: " + port + "}")
                    .contains("{name: management, containerPort: " + management + "}")
                    .contains("port: " + port + ", targetPort: http");
        }
    }

    @Test
    void everyServiceIsToldAtLeastWhatComposeTellsIt() {
        Set<String> common =
                Compose.map(document("settings.yaml", "ConfigMap").get("data")).keySet();
        for (var program : services()) {
            var told = new LinkedHashSet<>(common);
            for (Object entry : list(container(program.name()).get("env"))) {
                told.add(Compose.text(Compose.map(entry).get("name")));
            }

            var needed = new LinkedHashSet<>(program.environment().keySet());
            needed.removeAll(ONLY_WITH_THE_SIMULATOR);
            assertThat(told).as(program.name()).containsAll(needed);
        }
    }

    @Test
    void nobodyOfTheDemoIsDeployed() {
        for (Path manifest : Deploy.files(FOLDER, ".yaml")) {
            assertThat(Deploy.text(manifest))
                    .as(manifest.toString())
                    .doesNotContain("identity", "IDENTITY_", "ACCESS_OPEN", "simulator");
        }
        assertThat(Compose.map(document("settings.yaml", "ConfigMap").get("data")))
                .containsKey("ACCESS_ISSUER");
    }

    @Test
    void everySecretThatIsAskedForHasItsKeyInTheExample() {
        Set<String> keys =
                Compose.map(document("secret-example.yaml", "Secret").get("stringData")).keySet();
        for (var program : services()) {
            for (Object entry : list(container(program.name()).get("env"))) {
                var from = Compose.map(Compose.map(entry).get("valueFrom"));
                if (!from.isEmpty()) {
                    assertThat(keys)
                            .contains(
                                    Compose.text(Compose.map(from.get("secretKeyRef")).get("key")));
                }
            }
        }
    }

    @Test
    void podsRunWithAsLittleAsTheyNeed() {
        for (var program : services()) {
            var container = container(program.name());

            assertThat(Compose.map(container.get("securityContext")))
                    .containsEntry("readOnlyRootFilesystem", true)
                    .containsEntry("allowPrivilegeEscalation", false);
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                assertThat(Compose.text(container.get(probe)))
                        .contains("/actuator/health/")
                        .contains("port=management");
            }
            assertThat(Compose.text(container.get("livenessProbe")))
                    .contains("/actuator/health/liveness");
            assertThat(Compose.text(container.get("readinessProbe")))
                    .contains("/actuator/health/readiness");
            assertThat(Compose.map(Compose.map(container.get("resources")).get("limits")))
                    .containsOnlyKeys("memory");
        }
    }

    private List<Compose.Service> services() {
        return compose.ownServices();
    }

    private static Map<String, Object> container(String service) {
        var template =
                Compose.map(
                        Compose.map(document(service + ".yaml", "Deployment").get("spec"))
                                .get("template"));
        return Compose.map(list(Compose.map(template.get("spec")).get("containers")).getFirst());
    }

    private static Map<String, Object> document(String file, String kind) {
        return StreamSupport.stream(
                        new Yaml().loadAll(Deploy.text(FOLDER.resolve(file))).spliterator(), false)
                .map(Compose::map)
                .filter(document -> Compose.text(document.get("kind")).equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<Object> list(@Nullable Object value) {
        return value instanceof List<?> many ? new ArrayList<>(many) : List.of();
    }
}
