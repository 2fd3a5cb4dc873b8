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
record Application(String name, String module, Port port, String healthPath, int heapMib) {
    private static final String READINESS = "/actuator/health/readiness";

    static final Application SIMULATOR =
            new Application(
                    "simulator", "deploy/simulator", Port.SIMULATOR, "/simulator/health", 128);
    static final Application CONNECTION =
            new Application("connection", "connection-service", Port.CONNECTION, READINESS, 256);
    static final Application INGEST =
            new Application("ingest", "webhook-ingest-service", Port.INGEST, READINESS, 256);
    static final Application DISPATCH =
            new Application("dispatch", "outbound-dispatch-service", Port.DISPATCH, READINESS, 256);
    static final Application CONVERSATION =
            new Application(
                    "conversation", "conversation-service", Port.CONVERSATION, READINESS, 256);

    static final List<Application> SERVICES = List.of(CONNECTION, INGEST, DISPATCH, CONVERSATION);

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
