package dev.coexistence.watching;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** deploy/compose/compose.yaml with its anchors resolved. */
record Compose(Map<String, Service> services, List<String> volumes) {
    private static final Set<String> STAND_INS = Set.of("simulator", "identity");

    /**
     * One container.
     *
     * @param settings as written, anchors resolved
     */
    record Service(String name, Map<String, Object> settings) {
        boolean isBuiltHere() {
            return settings.containsKey("build");
        }

        String module() {
            return text(map(map(settings.get("build")).get("args")).get("MODULE"));
        }

        Map<String, String> environment() {
            var environment = new LinkedHashMap<String, String>();
            map(settings.get("environment"))
                    .forEach((name, value) -> environment.put(name, text(value)));
            return environment;
        }

        List<String> list(String key) {
            return settings.get(key) instanceof List<?> many
                    ? many.stream().map(Compose::text).toList()
                    : List.of();
        }

        Map<String, Object> map(String key) {
            return Compose.map(settings.get(key));
        }

        private static Map<String, Object> map(@Nullable Object value) {
            return Compose.map(value);
        }
    }

    static Compose read() {
        Map<String, Object> root =
                new Yaml().load(Deploy.text(Deploy.COMPOSE.resolve("compose.yaml")));
        var services = new LinkedHashMap<String, Service>();
        map(root.get("services"))
                .forEach((name, settings) -> services.put(name, new Service(name, map(settings))));
        return new Compose(services, List.copyOf(map(root.get("volumes")).keySet()));
    }

    /** The services, the simulator and the demo's provider. */
    List<Service> programs() {
        return builtHere().stream()
                .filter(service -> service.environment().containsKey("SERVER_PORT"))
                .toList();
    }

    /** The programs that production has too: without Meta's and the provider's stand-ins. */
    List<Service> ownServices() {
        return programs().stream().filter(program -> !STAND_INS.contains(program.name())).toList();
    }

    List<Service> builtHere() {
        return services.values().stream().filter(Service::isBuiltHere).toList();
    }

    static Map<String, Object> map(@Nullable Object value) {
        var map = new LinkedHashMap<String, Object>();
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, entry) -> map.put(text(key), entry == null ? "" : entry));
        }
        return map;
    }

    static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
