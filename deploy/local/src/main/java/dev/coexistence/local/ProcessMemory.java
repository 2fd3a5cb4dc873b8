package dev.coexistence.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Resident memory of a process in KiB, as the kernel counts it; zero where it cannot be read.
 *
 * @param residentKib every page it has in memory (Rss)
 * @param proportionalKib the same with each shared page divided among those who share it (Pss):
 *     what adds up over processes
 */
public record ProcessMemory(long residentKib, long proportionalKib) {
    public static final ProcessMemory NONE = new ProcessMemory(0, 0);

    public static ProcessMemory of(long pid) {
        try {
            return parse(
                    Files.readString(
                            Path.of("/proc", Long.toString(pid), "smaps_rollup"),
                            StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return NONE;
        }
    }

    static ProcessMemory parse(String rollup) {
        return new ProcessMemory(field(rollup, "Rss:"), field(rollup, "Pss:"));
    }

    public ProcessMemory plus(ProcessMemory other) {
        return new ProcessMemory(
                residentKib + other.residentKib, proportionalKib + other.proportionalKib);
    }

    private static long field(String rollup, String name) {
        return rollup.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
