package dev.coexistence.conversation.live;

import static org.awaitility.Awaitility.await;

import dev.coexistence.local.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** A real nginx of the machine, in front of a service, with its default buffers. */
public final class NginxProxy implements StreamProxy {
    public static final String HOW_TO_GET =
            "no nginx on this machine (Debian: apt-get install nginx-light)";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int port = FreePorts.next();
    private final Process process;

    NginxProxy(String service) {
        try {
            Path folder = Files.createTempDirectory("nginx");
            Path configuration = folder.resolve("nginx.conf");
            Files.writeString(
                    configuration,
                    """
                    worker_processes 1;
                    error_log stderr warn;
                    pid %1$s/pid;
                    events {}
                    http {
                      access_log off;
                      client_body_temp_path %1$s/body;
                      proxy_temp_path %1$s/proxy;
                      fastcgi_temp_path %1$s/fastcgi;
                      uwsgi_temp_path %1$s/uwsgi;
                      scgi_temp_path %1$s/scgi;
                      gzip on;
                      server {
                        listen 127.0.0.1:%2$d;
                        location / { proxy_pass %3$s; }
                      }
                    }
                    """
                            .formatted(folder, port, service));
            process =
                    new ProcessBuilder(
                                    find().orElseThrow().toString(),
                                    "-p",
                                    folder.toString(),
                                    "-c",
                                    configuration.toString(),
                                    "-g",
                                    "daemon off;")
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(PATIENCE).until(this::answers);
    }

    /** The machine's nginx, if it has one. */
    public static Optional<Path> find() {
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)),
                        Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    private boolean answers() {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
