package dev.coexistence.watching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.rights.RightsCommands;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The overlays as kubectl renders them, read strictly by the classes of Kubernetes' model. */
class KubernetesTest {
    private static final Path FOLDER = Deploy.ROOT.resolve("deploy/kubernetes");
    private static final Set<String> ONLY_WITH_THE_SIMULATOR =
            Set.of("SIGNUP_POPUP_URL", "SIGNUP_TRUSTED_ORIGINS", "MEDIA_HOSTS", "MEDIA_FOLDER");

    private final Compose compose = Compose.read();

    @ParameterizedTest
    @ValueSource(strings = {"try", "production"})
    void everyFieldIsOneOfKubernetes(String overlay) {
        var manifests = Manifests.parse(Manifests.render(overlay));

        assertThat(manifests.troubles()).isEmpty();
        assertThat(manifests.all(Deployment.class)).hasSize(compose.ownServices().size());
    }

    @ParameterizedTest
    @CsvSource({
        "readinessProbe:, readynessProbe:",
        "containerPort:, containerport:",
        "topologyKey:, topologykey:",
        "policyTypes:, policyType:",
        "maxUnavailable: 1, maxUnavailble: 1",
        "kind: NetworkPolicy, kind: NetworkPolicie",
        "ephemeral-storage: 2Gi, ephemeral-storage: [2Gi]",
        "replicas: 2, replicas: two"
    })
    void aPlantedMistakeIsFound(String right, String wrong) {
        String rendered = Manifests.render("production");
        assertThat(rendered).contains(right);

        assertThat(Manifests.parse(rendered.replace(right, wrong)).troubles()).isNotEmpty();
    }

    /** The standard named restricted, as its admission controller reads it. */
    @ParameterizedTest
    @ValueSource(strings = {"try", "production"})
    void podsRunWithAsLittleAsTheyNeed(String overlay) {
        for (PodTemplateSpec template : templates(overlay)) {
            PodSpec pod = template.getSpec();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                    .isEqualTo("RuntimeDefault");
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(Stream.of(pod.getHostNetwork(), pod.getHostPID(), pod.getHostIPC()))
                    .containsOnlyNulls();
            assertThat(pod.getVolumes()).allMatch(KubernetesTest::isAllowed);
            for (Container container : pod.getContainers()) {
                var security = container.getSecurityContext();
                assertThat(security.getAllowPrivilegeEscalation()).isFalse();
                assertThat(security.getReadOnlyRootFilesystem()).isTrue();
                assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
                assertThat(security.getCapabilities().getAdd()).isNullOrEmpty();
                assertThat(container.getResources().getLimits())
                        .containsOnlyKeys("memory", "ephemeral-storage");
            }
        }
    }

    private static boolean isAllowed(Volume volume) {
        return volume.getEmptyDir() != null
                || volume.getSecret() != null
                || volume.getConfigMap() != null
                || volume.getEphemeral() != null;
    }

    @ParameterizedTest
    @ValueSource(strings = {"try", "production"})
    void everyServiceOfComposeIsDeployedAtTheSamePorts(String overlay) {
        var deployed = deployments(overlay);
        for (var program : compose.ownServices()) {
            Deployment deployment = find(deployed, program.name());
            Container container = container(deployment);
            var environment = program.environment();

            assertThat(container.getImage()).isEqualTo("coexistence/" + program.name());
            assertThat(container.getPorts())
                    .extracting(port -> port.getName() + " " + port.getContainerPort())
                    .containsExactly(
                            "http " + environment.get("SERVER_PORT"),
                            "management " + environment.get("MANAGEMENT_SERVER_PORT"));
            assertThat(container.getLivenessProbe().getHttpGet().getPath())
                    .isEqualTo("/actuator/health/liveness");
            assertThat(container.getReadinessProbe().getHttpGet().getPath())
                    .isEqualTo("/actuator/health/readiness");
            assertThat(container.getReadinessProbe().getHttpGet().getPort().getStrVal())
                    .isEqualTo("management");
            assertThat(deployment.getSpec().getTemplate().getSpec().getTopologySpreadConstraints())
                    .extracting(spread -> spread.getTopologyKey())
                    .contains("topology.kubernetes.io/zone");
        }
        assertThat(Manifests.parse(Manifests.render(overlay)).all(PodDisruptionBudget.class))
                .hasSameSizeAs(deployed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"try", "production"})
    void everyServiceIsToldAtLeastWhatComposeTellsIt(String overlay) {
        var manifests = Manifests.parse(Manifests.render(overlay));
        var common = manifests.all(ConfigMap.class).getFirst().getData().keySet();
        for (var program : compose.ownServices()) {
            var told = new LinkedHashSet<>(common);
            container(find(manifests.all(Deployment.class), program.name()))
                    .getEnv()
                    .forEach(variable -> told.add(variable.getName()));

            var needed = new LinkedHashSet<>(program.environment().keySet());
            needed.removeAll(ONLY_WITH_THE_SIMULATOR);
            assertThat(told).as(program.name()).containsAll(needed);
        }
    }

    @Test
    void nobodyOfTheDemoIsDeployed() {
        for (String overlay : List.of("try", "production")) {
            assertThat(Manifests.render(overlay))
                    .doesNotContain("identity", "IDENTITY_", "ACCESS_OPEN", "simulator")
                    .contains("ACCESS_ISSUER");
        }
    }

    @Test
    void noSecretStandsInAManifestAndEachThatIsAskedForIsKnown() {
        var keys =
                Compose.map(
                                Compose.map(
                                                new Yaml()
                                                        .<Object>load(
                                                                Deploy.text(
                                                                        FOLDER.resolve(
                                                                                "secret-example.yaml"))))
                                        .get("stringData"))
                        .keySet();
        for (String overlay : List.of("try", "production")) {
            for (Deployment deployment : deployments(overlay)) {
                for (EnvVar variable : container(deployment).getEnv()) {
                    var from = variable.getValueFrom();
                    if (from != null && from.getSecretKeyRef().getName().equals("coexistence")) {
                        assertThat(keys).contains(from.getSecretKeyRef().getKey());
                    }
                    if (variable.getName().matches(".*(PASSWORD|SECRET|KEYSET|TOKEN|JAAS|KEY).*")) {
                        assertThat(from).as(variable.getName()).isNotNull();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"try", "production"})
    void nothingIsReachedThatIsNotNamed(String overlay) {
        var policies = Manifests.parse(Manifests.render(overlay)).all(NetworkPolicy.class);
        var deny = find(policies, "default-deny").getSpec();

        assertThat(deny.getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(deny.getIngress()).isNullOrEmpty();
        assertThat(deny.getEgress()).isNullOrEmpty();
        for (PodTemplateSpec template : templates(overlay)) {
            assertThat(template.getMetadata().getLabels())
                    .containsAllEntriesOf(deny.getPodSelector().getMatchLabels());
        }
        for (NetworkPolicy policy : policies) {
            for (var rule : policy.getSpec().getIngress()) {
                assertThat(rule.getFrom()).as(policy.getMetadata().getName()).isNotEmpty();
                assertThat(rule.getPorts()).as(policy.getMetadata().getName()).isNotEmpty();
            }
        }
    }

    @Test
    void theOutsideReachesExactlyTheWebhookPathAndThePage() {
        var paths = new ArrayList<String>();
        for (Ingress ingress : Manifests.parse(Manifests.render("production")).all(Ingress.class)) {
            assertThat(ingress.getSpec().getTls()).isNotEmpty();
            for (var rule : ingress.getSpec().getRules()) {
                for (var path : rule.getHttp().getPaths()) {
                    paths.add(
                            path.getBackend().getService().getName()
                                    + " "
                                    + path.getPathType()
                                    + " "
                                    + path.getPath());
                }
            }
        }
        assertThat(paths)
                .containsExactlyInAnyOrder(
                        "webhook-ingest Exact /webhooks/whatsapp", "conversation Prefix /");
    }

    @Test
    void topicsAndUsersAreThoseOfTheCatalogue() {
        assertThat(Deploy.text(FOLDER.resolve("overlays/production/kafka.yaml")).lines().toList())
                .as("java … RightsCommands strimzi kafka 12 3 prints it anew")
                .isEqualTo(RightsCommands.print(List.of("strimzi", "kafka", "12", "3")));
    }

    @Test
    void noMoreInstancesThanPartitions() {
        var scaled = Manifests.parse(Manifests.render("production")).all("ScaledObject");

        assertThat(scaled).isNotEmpty();
        for (var one : scaled) {
            Map<String, Object> spec = Compose.map(one.getAdditionalProperties().get("spec"));
            assertThat(Integer.parseInt(Compose.text(spec.get("maxReplicaCount"))))
                    .isBetween(2, 12);
            assertThat(deployments("production"))
                    .anyMatch(deployment ->
                            Manifests.name(deployment)
                                    .equals(
                                            Compose.text(
                                                    Compose.map(spec.get("scaleTargetRef"))
                                                            .get("name"))));
        }
    }

    /** The name of the settings holds a hash of them: another name is another pod. */
    @Test
    void aChangedSettingRollsThePods(@TempDir Path copy) throws IOException {
        for (Path file : files()) {
            Path target = copy.resolve(FOLDER.relativize(file).toString());
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            Files.copy(file, target);
        }
        Path overlay = copy.resolve("overlays/production");
        String before = settingsName(Manifests.render(overlay));
        Path settings = overlay.resolve("settings.env");
        Files.writeString(settings, Files.readString(settings) + "META_APP_ID=1\n");

        assertThat(settingsName(Manifests.render(overlay))).isNotEqualTo(before);
    }

    private static List<Path> files() throws IOException {
        try (var found = Files.walk(FOLDER)) {
            return found.filter(Files::isRegularFile).toList();
        }
    }

    private static String settingsName(String rendered) {
        Deployment deployment = Manifests.parse(rendered).all(Deployment.class).getFirst();
        return container(deployment).getEnvFrom().getFirst().getConfigMapRef().getName();
    }

    private static List<PodTemplateSpec> templates(String overlay) {
        var manifests = Manifests.parse(Manifests.render(overlay));
        return Stream.concat(
                        manifests.all(Deployment.class).stream()
                                .map(deployment -> deployment.getSpec().getTemplate()),
                        manifests.all(Job.class).stream().map(job -> job.getSpec().getTemplate()))
                .toList();
    }

    private static List<Deployment> deployments(String overlay) {
        return Manifests.parse(Manifests.render(overlay)).all(Deployment.class);
    }

    private static <T extends HasMetadata> T find(List<T> objects, String name) {
        return objects.stream()
                .filter(object -> Manifests.name(object).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no " + name));
    }

    private static Container container(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
    }
}
