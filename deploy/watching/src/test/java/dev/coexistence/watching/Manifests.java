package dev.coexistence.watching;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rendered manifests as the classes of Kubernetes' own model, with what these could not place.
 *
 * @param objects of all kinds
 * @param troubles fields that the model does not know, and documents that it cannot read
 */
record Manifests(List<HasMetadata> objects, List<String> troubles) {
    private static final Path FOLDER = Deploy.ROOT.resolve("deploy/kubernetes/overlays");
    private static final Map<String, String> RENDERED = new ConcurrentHashMap<>();
    private static final Pattern BETWEEN = Pattern.compile("(?m)^---\\s*$");
    private static final String MODEL = "io.fabric8.kubernetes.api.model";

    /** Kinds of operators; the model knows only that they have metadata. */
    private static final Set<String> OF_OPERATORS =
            Set.of(
                    "kafka.strimzi.io/v1 KafkaTopic",
                    "kafka.strimzi.io/v1 KafkaUser",
                    "postgresql.cnpg.io/v1 Cluster",
                    "postgresql.cnpg.io/v1 ScheduledBackup",
                    "monitoring.coreos.com/v1 PodMonitor",
                    "keda.sh/v1alpha1 ScaledObject",
                    "keda.sh/v1alpha1 TriggerAuthentication");

    /** The overlay as {@code kubectl kustomize} renders it; skipped where there is no kubectl. */
    static String render(String overlay) {
        return RENDERED.computeIfAbsent(overlay, name -> render(FOLDER.resolve(name)));
    }

    static String render(Path folder) {
        var rendered = Tool.orSkip("kubectl").run(folder, List.of("kustomize", "."));
        if (rendered.exitCode() != 0) {
            throw new AssertionError(rendered.output());
        }
        return rendered.output();
    }

    static Manifests parse(String text) {
        var serialization = new KubernetesSerialization();
        var objects = new ArrayList<HasMetadata>();
        var troubles = new ArrayList<String>();
        for (String document : BETWEEN.split(text, -1)) {
            if (!document.isBlank()) {
                read(serialization, document, objects, troubles);
            }
        }
        return new Manifests(objects, troubles);
    }

    private static void read(
            KubernetesSerialization serialization,
            String document,
            List<HasMetadata> objects,
            List<String> troubles) {
        try {
            Object read = serialization.unmarshal(document);
            switch (read) {
                case GenericKubernetesResource foreign
                        when !OF_OPERATORS.contains(
                                foreign.getApiVersion() + " " + foreign.getKind()) ->
                        troubles.add(
                                "no kind of Kubernetes: "
                                        + foreign.getApiVersion()
                                        + " "
                                        + foreign.getKind());
                case HasMetadata object -> {
                    objects.add(object);
                    if (!(object instanceof GenericKubernetesResource)) {
                        collect(object, object.getKind() + "/" + name(object), troubles);
                    }
                }
                default -> troubles.add("no object: " + document);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            troubles.add("not to be read: " + e.getMessage());
        }
    }

    static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }

    /** The model keeps what it does not know in a map of each class. */
    private static void collect(Object value, String path, List<String> troubles) {
        switch (value) {
            case Collection<?> many -> {
                int number = 0;
                for (Object one : many) {
                    collect(one, path + "[" + number++ + "]", troubles);
                }
            }
            case Map<?, ?> map ->
                    map.forEach((key, one) -> collect(one, path + "." + key, troubles));
            default -> {
                if (value.getClass().getName().startsWith(MODEL)) {
                    getters(value).forEach(getter -> visit(value, getter, path, troubles));
                }
            }
        }
    }

    private static Stream<Method> getters(Object value) {
        return Stream.of(value.getClass().getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .filter(method -> method.getName().startsWith("get"))
                .filter(method -> method.getDeclaringClass().getName().startsWith(MODEL));
    }

    private static void visit(Object value, Method getter, String path, List<String> troubles) {
        Object found = call(value, getter);
        if (found == null) {
            return;
        }
        String below = path + "." + getter.getName().substring(3);
        if (getter.isAnnotationPresent(JsonAnyGetter.class)) {
            if (found instanceof Map<?, ?> unknown) {
                unknown.keySet().forEach(key -> troubles.add("unknown field: " + path + "." + key));
            }
        } else {
            collect(found, below, troubles);
        }
    }

    private static @Nullable Object call(Object value, Method getter) {
        try {
            return getter.invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            return null;
        }
    }

    /** All objects of that class. */
    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** All objects of an operator's kind. */
    List<GenericKubernetesResource> all(String kind) {
        return all(GenericKubernetesResource.class).stream()
                .filter(object -> object.getKind().equals(kind))
                .toList();
    }
}
