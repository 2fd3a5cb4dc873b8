package dev.coexistence.local.launch;

import dev.coexistence.local.BrokerProcess;
import dev.coexistence.local.JavaProgram;
import dev.coexistence.local.LocalRegistry;
import dev.coexistence.local.RegistrySettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The Java programs of a local system by part.
 *
 * @param byPart their names are those of the parts
 */
record JavaPrograms(Map<String, JavaProgram> byPart) {
    static final String KAFKA = "kafka";
    static final String REGISTRY = "registry";

    static JavaPrograms cold(RegistrySettings registry, ExtractedJars jars) {
        var programs = new LinkedHashMap<String, JavaProgram>();
        programs.put(KAFKA, BrokerProcess.program());
        programs.put(REGISTRY, LocalRegistry.program(registry));
        programs.put(ServiceProgram.SIMULATOR.name(), jars.program(ServiceProgram.SIMULATOR));
        programs.put(ServiceProgram.IDENTITY.name(), jars.program(ServiceProgram.IDENTITY));
        for (ServiceProgram service : ServiceProgram.SERVICES) {
            programs.put(service.name(), jars.program(service));
        }
        return new JavaPrograms(programs);
    }

    JavaPrograms each(BiFunction<String, JavaProgram, JavaProgram> change) {
        var changed = new LinkedHashMap<String, JavaProgram>();
        byPart.forEach((part, program) -> changed.put(part, change.apply(part, program)));
        return new JavaPrograms(changed);
    }

    JavaProgram program(String part) {
        JavaProgram program = byPart.get(part);
        if (program == null) {
            throw new IllegalArgumentException("No program is named " + part);
        }
        return program;
    }

    /** Tells whether one of them writes its start-up cache when it ends. */
    boolean learning() {
        return byPart.values().stream().anyMatch(StartupCaches::learns);
    }

    List<String> parts() {
        return List.copyOf(byPart.keySet());
    }
}
