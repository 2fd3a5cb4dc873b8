package dev.coexistence.benchmarks.rig;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code jcmd GC.heap_info} says of the serial collector's generations. */
final class HeapInfo {
    private static final Pattern GENERATION =
            Pattern.compile(
                    "(?:new generation|tenured generation|DefNew|Tenured)[^\\n]*used (\\d+)K");

    private HeapInfo() {}

    static double usedMib(String text) {
        Matcher generations = GENERATION.matcher(text);
        double kib = 0;
        while (generations.find()) {
            kib += Double.parseDouble(generations.group(1));
        }
        if (kib == 0) {
            throw new IllegalArgumentException("no generation found in: " + text);
        }
        return kib / 1024;
    }
}
