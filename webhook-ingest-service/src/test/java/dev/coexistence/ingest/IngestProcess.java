package dev.coexistence.ingest;

import dev.coexistence.local.FreePorts;
import dev.coexistence.local.JavaProgram;
import dev.coexistence.local.LocalProcess;
import dev.coexistence.local.LocalStack;
import dev.coexistence.local.ProcessPlan;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The service as a process of its own, which can be killed, beside the shared broker. */
final class IngestProcess {
    private IngestProcess() {}

    /** Ports of one process. */
    record Ports(int webhooks, int management) {
        static Ports next() {
            return new Ports(FreePorts.next(), FreePorts.next());
        }

        /**
         * An address of the service, or of its management port where the path is the actuator's.
         */
        URI uri(String path) {
            int port = path.startsWith("/actuator") ? management : webhooks;
            return URI.create("http://127.0.0.1:" + port + path);
        }
    }

    /**
     * Starts it without waiting for it to be ready.
     *
     * @param heap as {@code -Xmx} takes it
     */
    static LocalProcess start(LocalStack stack, Ports ports, String heap, Path log) {
        var program =
                JavaProgram.ofClassPath(
                                System.getProperty("java.class.path"), IngestApplication.class)
                        .withOptions(List.of("-Xmx" + heap));
        return LocalProcess.start(
                new ProcessPlan(
                        "ingest at " + ports.webhooks(),
                        program.command(),
                        Map.of(
                                "SERVER_ADDRESS",
                                "127.0.0.1",
                                "SERVER_PORT",
                                String.valueOf(ports.webhooks()),
                                "MANAGEMENT_SERVER_PORT",
                                String.valueOf(ports.management()),
                                "ACCESS_OPEN",
                                "true",
                                "KAFKA_BOOTSTRAP_SERVERS",
                                stack.bootstrapServers(),
                                "KAFKA_SCHEMA_REGISTRY_URL",
                                stack.registryUrl(),
                                "META_APP_SECRETS",
                                "only=" + Signed.SECRET),
                        log));
    }
}
