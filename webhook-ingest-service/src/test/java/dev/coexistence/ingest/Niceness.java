package dev.coexistence.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Nice values of this process's threads: the 19th field of proc_pid_stat(5), on Linux. */
public final class Niceness {
    private Niceness() {}

    /** Of the thread that asks. */
    static int here() {
        return of(Path.of("/proc/thread-self"));
    }

    /** Of the process, as its first thread has it. */
    public static int ofProcess() {
        return of(Path.of("/proc/self"));
    }

    /** Of each thread whose name begins so. */
    public static List<Integer> ofThreads(String name) {
        try (var threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.filter(thread -> read(thread.resolve("comm")).startsWith(name))
                    .map(Niceness::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int of(Path thread) {
        String stat = read(thread.resolve("stat"));
        String behindName = stat.substring(stat.lastIndexOf(')') + 2);
        return Integer.parseInt(behindName.split(" ", -1)[16]);
    }

    /** Nothing where the thread has ended meanwhile. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }
}
