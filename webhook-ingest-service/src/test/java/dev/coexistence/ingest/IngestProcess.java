package dev.coexistence.ingest;

import dev.coexistence.local.JavaProgram;
import dev.coexistence.local.LocalProcess;
import dev.coexistence.local.LocalStack;
import dev.coexistence.local.ProcessPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The service as a process of its own, which can be killed, beside the shared broker. */
final class IngestProcess {
    private IngestProcess() {}

    /**
     * Starts it without waiting for it to be ready.
     *
     * @param heap as {@code -Xmx} takes it
     */
    static LocalProcess start(LocalStack stack, int port, String heap, Path log) {
        var program =
                JavaProgram.ofClassPath(
                                System.getProperty("java.class.path"), IngestApplication.class)
                        .withOptions(List.of("-Xmx" + heap));
        return LocalProcess.start(
                new ProcessPlan(
                        "ingest at " + port,
                        program.command(),
                        Map.of(
                                "SERVER_PORT",
                                String.valueOf(port),
                                "KAFKA_BOOTSTRAP_SERVERS",
                                stack.bootstrapServers(),
                                "KAFKA_SCHEMA_REGISTRY_URL",
                                stack.registryUrl(),
                                "META_APP_SECRETS",
                                "only=" + Signed.SECRET),
                        log));
    }
}
