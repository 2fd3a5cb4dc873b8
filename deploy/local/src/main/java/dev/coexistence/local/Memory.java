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
public record Memory(long residentKib, long proportionalKib) {
    public static final Memory NONE = new Memory(0, 0);

    public static Memory of(long pid) {
        try {
            return parse(
                    Files.readString(
                            Path.of("/proc", Long.toString(pid), "smaps_rollup"),
                            StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return NONE;
        }
    }

    static Memory parse(String rollup) {
        return new Memory(field(rollup, "Rss:"), field(rollup, "Pss:"));
    }

    public Memory plus(Memory other) {
        return new Memory(residentKib + other.residentKib, proportionalKib + other.proportionalKib);
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
