package dev.coexistence.local.launch;

import dev.coexistence.local.JavaProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program of this project that runs beside broker, registry and database.
 *
 * @param name what people call it
 * @param module its folder below the project's root
 * @param port where it listens
 * @param healthPath answers 200 once it can do its work
 * @param heapMib largest heap
 */
record ServiceProgram(String name, String module, SystemPort port, String healthPath, int heapMib) {
    private static final String READINESS = "/actuator/health/readiness";

    static final ServiceProgram SIMULATOR =
            new ServiceProgram(
                    "simulator",
                    "deploy/simulator",
                    SystemPort.SIMULATOR,
                    "/simulator/health",
                    128);
    static final ServiceProgram CONNECTION =
            new ServiceProgram(
                    "connection", "connection-service", SystemPort.CONNECTION, READINESS, 256);
    static final ServiceProgram INGEST =
            new ServiceProgram(
                    "ingest", "webhook-ingest-service", SystemPort.INGEST, READINESS, 256);
    static final ServiceProgram DISPATCH =
            new ServiceProgram(
                    "dispatch", "outbound-dispatch-service", SystemPort.DISPATCH, READINESS, 256);
    static final ServiceProgram CONVERSATION =
            new ServiceProgram(
                    "conversation",
                    "conversation-service",
                    SystemPort.CONVERSATION,
                    READINESS,
                    256);

    static final List<ServiceProgram> SERVICES =
            List.of(CONNECTION, INGEST, DISPATCH, CONVERSATION);

    /**
     * Its command, where needed behind {@code nice}: on a machine with few cores the simulator,
     * which stands for Meta's machines, and the dispatcher, which keeps a pace, go first.
     */
    List<String> command(JavaProgram program) {
        boolean yields = !equals(SIMULATOR) && !equals(DISPATCH);
        return Stream.concat(
                        yields ? Stream.of("nice", "-n", "15") : Stream.of(),
                        program.command().stream())
                .toList();
    }

    /** The jar that runs by itself, as the module's build makes it. */
    Path jar(Path root) {
        Path folder = root.resolve(module);
        return folder.resolve("target").resolve(folder.getFileName() + "-0.1.0-SNAPSHOT-app.jar");
    }
}
