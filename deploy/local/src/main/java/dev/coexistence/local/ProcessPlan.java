package dev.coexistence.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process to be started.
 *
 * @param name what people call it
 * @param command program and arguments
 * @param environment added to this process's own
 * @param log file that takes its output, begun anew at each start
 */
public record ProcessPlan(
        String name, List<String> command, Map<String, String> environment, Path log) {
    public ProcessPlan {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** The environment may hold secrets. */
    @Override
    public String toString() {
        return name;
    }
}
