package dev.coexistence.benchmarks.figure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Description of the machine that measures a figure, and its load at that moment. */
public final class MachineState {
    private static final Path CPU = Path.of("/proc/cpuinfo");

    public String describe() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return String.format(
                Locale.ROOT,
                "%d cores, %s, %s %s, Java %s, load %.1f",
                system.getAvailableProcessors(),
                model(),
                system.getName(),
                system.getArch(),
                Runtime.version().feature(),
                system.getSystemLoadAverage());
    }

    private static String model() {
        try (var lines = Files.lines(CPU)) {
            return lines.filter(l -> l.startsWith("model name"))
                    .map(l -> l.substring(l.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException e) {
            return "unknown processor";
        }
    }
}
