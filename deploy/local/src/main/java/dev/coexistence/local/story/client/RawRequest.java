package dev.coexistence.local.story.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A request that no HTTP client of this JVM sends: one with a Host header of its own. */
public final class RawRequest {
    private static final int PATIENCE_MS = 20_000;

    private RawRequest() {}

    /** The status that a GET of the address is answered under that name; 0 where there is none. */
    public static int statusUnder(String host, URI url) {
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream()
                    .write(
                            ("GET "
                                            + url.getPath()
                                            + " HTTP/1.1\r\nHost: "
                                            + host
                                            + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            String first =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .findFirst()
                            .orElse("");
            String[] words = first.split(" ", 3);
            return words.length < 2 ? 0 : Integer.parseInt(words[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(url + " does not answer", e);
        }
    }
}
