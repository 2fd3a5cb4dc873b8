package dev.coexistence.local.launch;

import dev.coexistence.local.JavaProgram;
import dev.coexistence.schemas.rights.Participant;
import dev.coexistence.schemas.rights.Participants;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program of this project that runs beside broker, registry and database.
 *
 * @param name what people call it
 * @param module its folder below the project's root
 * @param port where it listens
 * @param health where it tells its health; a service does so on a port of its own
 * @param healthPath answers 200 once it can do its work
 * @param heapMib largest heap
 */
record ServiceProgram(
        String name,
        String module,
        SystemPort port,
        SystemPort health,
        String healthPath,
        int heapMib) {
    static final ServiceProgram SIMULATOR =
            new ServiceProgram(
                    "simulator",
                    "deploy/simulator",
                    SystemPort.SIMULATOR,
                    SystemPort.SIMULATOR,
                    "/simulator/health",
                    128);
    static final ServiceProgram IDENTITY =
            new ServiceProgram(
                    "identity",
                    "deploy/identity",
                    SystemPort.IDENTITY,
                    SystemPort.IDENTITY,
                    "/.well-known/openid-configuration",
                    96);
    static final ServiceProgram CONNECTION =
            service(
                    "connection",
                    "connection-service",
                    SystemPort.CONNECTION,
                    SystemPort.CONNECTION_MANAGEMENT);
    static final ServiceProgram INGEST =
            service(
                    "ingest",
                    "webhook-ingest-service",
                    SystemPort.INGEST,
                    SystemPort.INGEST_MANAGEMENT);
    static final ServiceProgram DISPATCH =
            service(
                    "dispatch",
                    "outbound-dispatch-service",
                    SystemPort.DISPATCH,
                    SystemPort.DISPATCH_MANAGEMENT);
    static final ServiceProgram CONVERSATION =
            service(
                    "conversation",
                    "conversation-service",
                    SystemPort.CONVERSATION,
                    SystemPort.CONVERSATION_MANAGEMENT);

    static final List<ServiceProgram> SERVICES =
            List.of(CONNECTION, INGEST, DISPATCH, CONVERSATION);

    private static ServiceProgram service(
            String name, String module, SystemPort port, SystemPort management) {
        return new ServiceProgram(
                name, module, port, management, "/actuator/health/readiness", 256);
    }

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

    /** User that the service is to the brokers: its module's name. */
    Participant participant() {
        return Participants.SERVICES.stream()
                .filter(one -> one.name().equals(module))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " speaks to no broker"));
    }

    /** The jar that runs by itself, as the module's build makes it. */
    Path jar(Path root) {
        Path folder = root.resolve(module);
        return folder.resolve("target").resolve(folder.getFileName() + "-0.1.0-SNAPSHOT-app.jar");
    }
}
