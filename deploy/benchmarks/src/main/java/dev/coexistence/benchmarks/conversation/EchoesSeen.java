package dev.coexistence.benchmarks.conversation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads server-sent events and notes when each echo was first told of. */
final class EchoesSeen implements AutoCloseable {
    private static final Pattern WAMID = Pattern.compile("\"wamid\\.ECHO(\\d+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Long, Long> seen = new ConcurrentHashMap<>();

    private EchoesSeen() {}

    static String wamid(long index) {
        return "wamid.ECHO" + index;
    }

    /** Events from now on; returns when the stream is open. */
    static EchoesSeen of(URI events) throws IOException {
        var seen = new EchoesSeen();
        var request = HttpRequest.newBuilder(events).header("Accept", "text/event-stream").build();
        try {
            var answer = seen.http.send(request, HttpResponse.BodyHandlers.ofLines());
            if (answer.statusCode() != 200) {
                throw new IOException(events + " answered " + answer.statusCode());
            }
            Thread.ofPlatform().daemon().name("echoes-seen").start(() -> seen.read(answer.body()));
            return seen;
        } catch (IOException e) {
            seen.close();
            throw e;
        } catch (InterruptedException e) {
            seen.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The time it was seen, as {@link System#nanoTime} counts. */
    long nanosOf(long index) {
        Long at = seen.get(index);
        if (at == null) {
            throw new IllegalStateException("echo " + index + " was not seen");
        }
        return at;
    }

    boolean all(long from, long until) {
        for (long index = until - 1; index >= from; index--) {
            if (!seen.containsKey(index)) {
                return false;
            }
        }
        return true;
    }

    private void read(Stream<String> lines) {
        try (lines) {
            lines.forEach(this::note);
        } catch (java.io.UncheckedIOException e) {
            // Closed, by this or by the service: what was not seen by then is found missing.
        }
    }

    private void note(String line) {
        Matcher wamid = WAMID.matcher(line);
        if (line.startsWith("data:") && wamid.find()) {
            seen.putIfAbsent(Long.parseLong(wamid.group(1)), System.nanoTime());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
