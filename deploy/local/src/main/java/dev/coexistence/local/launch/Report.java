package dev.coexistence.local.launch;

import dev.coexistence.local.Memory;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;

/** What people want to know of a running system: where to look, how long, how large. */
final class Report {
    private static final int MIB = 1024;

    private final Setup setup;
    private final PrintStream out;

    Report(Setup setup, PrintStream out) {
        this.setup = setup;
        this.out = out;
    }

    void print(LocalSystem system, Duration ready) {
        out.println();
        line("Web page", at(Port.CONVERSATION, "/"));
        line("Conversation API", at(Port.CONVERSATION, "/v1/conversations"));
        line("Connection API", at(Port.CONNECTION, "/v1/connections"));
        line("Dispatch API", at(Port.DISPATCH, "/v1/messages"));
        line("Webhooks", at(Port.INGEST, "/webhooks/whatsapp"));
        line("Simulator", at(Port.SIMULATOR, "/simulator/numbers"));
        line("Schema registry", system.registryUrl());
        line("Kafka", system.bootstrapServers());
        line(
                "PostgreSQL",
                "postgresql://postgres:postgres@127.0.0.1:"
                        + setup.ports().of(Port.POSTGRES)
                        + "/coexistence");
        line("Metrics", "/actuator/prometheus of each service");
        line("Logs", setup.data().logs());
        out.println();
        memory(system);
        out.printf("Ready in %.1f s%n", ready.toMillis() / 1000.0);
    }

    private void memory(LocalSystem system) {
        var parts = new LinkedHashMap<>(system.memory());
        parts.put("launcher", Memory.of(ProcessHandle.current().pid()));
        parts.forEach((part, used) -> line(part, mebibytes(used)));
        Memory total = parts.values().stream().reduce(Memory.NONE, Memory::plus);
        line("all together", mebibytes(total) + " resident");
    }

    private static String mebibytes(Memory used) {
        return "%5d MiB".formatted(used.proportionalKib() / MIB);
    }

    private URI at(Port port, String path) {
        return setup.ports().url(port).resolve(path);
    }

    private void line(String what, Object value) {
        out.printf("%-18s %s%n", what, value);
    }
}
