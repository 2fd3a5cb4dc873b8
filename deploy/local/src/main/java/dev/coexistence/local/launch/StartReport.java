package dev.coexistence.local.launch;

import dev.coexistence.local.ProcessMemory;
import dev.coexistence.local.story.client.DemoIdentity;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Report on a started system: its memory and the time to ready; of one that stays up also where to
 * look and how to log in.
 */
final class StartReport {
    private static final int MIB = 1024;

    private final LocalSetup setup;
    private final PrintStream out;

    StartReport(LocalSetup setup, PrintStream out) {
        this.setup = setup;
        this.out = out;
    }

    /**
     * @param stays false where the system stops at once: nobody could follow an address of it
     */
    void print(LocalSystem system, Duration ready, boolean stays) {
        out.println();
        if (stays) {
            addresses(system.registryUrl(), system.bootstrapServers());
        }
        figures(system.memory(), ready);
        if (stays) {
            out.println();
            logIn();
        }
    }

    private void figures(Map<String, ProcessMemory> used, Duration ready) {
        memory(used);
        out.printf("Ready in %.1f s%n", ready.toMillis() / 1000.0);
    }

    private void addresses(String registry, String broker) {
        line("Web page", url(SystemPort.CONVERSATION, "/"));
        line("Conversation API", url(SystemPort.CONVERSATION, "/v1/conversations"));
        line("Connection API", url(SystemPort.CONNECTION, "/v1/connections"));
        line("Dispatch API", url(SystemPort.DISPATCH, "/v1/messages"));
        line("Webhooks", url(SystemPort.INGEST, "/webhooks/whatsapp"));
        line("Simulator", url(SystemPort.SIMULATOR, "/simulator/numbers"));
        line("Schema registry", registry);
        line("Kafka", broker);
        line(
                "PostgreSQL",
                "postgresql://postgres:postgres@127.0.0.1:"
                        + setup.ports().number(SystemPort.POSTGRES)
                        + "/coexistence");
        line(
                "Metrics",
                ServiceProgram.SERVICES.stream()
                        .map(service ->
                                service.name() + " " + setup.ports().number(service.health()))
                        .collect(Collectors.joining(", ", "/actuator/prometheus at ports: ", "")));
        if (!setup.open()) {
            line("Log-in, tokens", url(SystemPort.IDENTITY, "/.well-known/openid-configuration"));
        }
        line("Logs", setup.data().logs());
        out.println();
    }

    private void logIn() {
        if (setup.open()) {
            out.println("Open: everybody on this machine may do everything, without a log-in.");
            return;
        }
        var identity =
                new DemoIdentity(setup.ports().url(SystemPort.IDENTITY), setup.data().identity());
        out.println("Log in as the demo's owner, once, by this link:");
        out.println("  " + identity.loginLink());
        out.println("Names and passwords of all people: " + identity.passwords());
    }

    private void memory(Map<String, ProcessMemory> used) {
        var parts = new LinkedHashMap<>(used);
        parts.put("launcher", ProcessMemory.of(ProcessHandle.current().pid()));
        parts.forEach((part, memory) -> line(part, mebibytes(memory)));
        ProcessMemory total =
                parts.values().stream().reduce(ProcessMemory.NONE, ProcessMemory::plus);
        line("all together", mebibytes(total) + " resident");
    }

    private static String mebibytes(ProcessMemory used) {
        return "%5d MiB".formatted(used.proportionalKib() / MIB);
    }

    private URI url(SystemPort port, String path) {
        return setup.ports().url(port).resolve(path);
    }

    private void line(String what, Object value) {
        out.printf("%-18s %s%n", what, value);
    }
}
