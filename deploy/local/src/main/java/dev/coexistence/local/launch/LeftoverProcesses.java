package dev.coexistence.local.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Processes of a launcher that was killed before it could stop them. A process is known by its id
 * and its start time together, so nobody else's process is ever ended.
 */
final class LeftoverProcesses {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private LeftoverProcesses() {}

    static void note(DataFolder data, String part, long pid) {
        ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().startInstant())
                .ifPresent(started -> write(data.pids().resolve(part), pid + " " + started));
    }

    static void forget(DataFolder data, String part) {
        try {
            Files.deleteIfExists(data.pids().resolve(part));
        } catch (IOException e) {
            throw new UncheckedIOException("The note of " + part + " cannot be removed", e);
        }
    }

    /** Ends what an earlier launcher left; returns the parts' names. */
    static List<String> end(DataFolder data) {
        var ended = new ArrayList<String>();
        if (!Files.isDirectory(data.pids())) {
            return ended;
        }
        try (var notes = Files.list(data.pids())) {
            for (Path note : notes.sorted().toList()) {
                String part = note.getFileName().toString();
                var handle = read(note);
                if (handle.isPresent()) {
                    end(handle.get());
                    ended.add(part);
                }
                Files.deleteIfExists(note);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Notes of earlier processes cannot be read", e);
        }
        return ended;
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A left process cannot be waited for", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while ending a left process", e);
        }
    }

    private static Optional<ProcessHandle> read(Path note) throws IOException {
        String[] words = Files.readString(note, StandardCharsets.UTF_8).strip().split(" ", 2);
        if (words.length != 2) {
            return Optional.empty();
        }
        Instant started = Instant.parse(words[1]);
        return ProcessHandle.of(Long.parseLong(words[0]))
                .filter(ProcessHandle::isAlive)
                .filter(handle -> handle.info().startInstant().filter(started::equals).isPresent());
    }

    private static void write(Path note, String text) {
        try {
            Files.writeString(note, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The note " + note + " cannot be written", e);
        }
    }
}
