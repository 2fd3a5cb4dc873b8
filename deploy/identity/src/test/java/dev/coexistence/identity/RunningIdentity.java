package dev.coexistence.identity;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoders;

/** The provider on a free port of loopback, with a folder of the test's own. */
final class RunningIdentity implements AutoCloseable {
    static final URI PAGE = URI.create("http://127.0.0.1:8080");

    private final Path folder;
    private final ConfigurableApplicationContext context;

    private RunningIdentity(Path folder, ConfigurableApplicationContext context) {
        this.folder = folder;
        this.context = context;
    }

    static RunningIdentity start(Path folder, String... settings) {
        var builder =
                new SpringApplicationBuilder(IdentityApplication.class)
                        .properties("server.port=0", "identity.folder=" + folder);
        return new RunningIdentity(
                folder,
                builder.run(
                        java.util.stream.Stream.concat(
                                        java.util.stream.Stream.of(
                                                "--server.port=0", "--identity.folder=" + folder),
                                        java.util.stream.Stream.of(settings))
                                .toArray(String[]::new)));
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port()).resolve(path);
    }

    int port() {
        return Integer.parseInt(
                Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
    }

    /** The text of a file of the folder. */
    String kept(String file) throws Exception {
        return Files.readString(folder.resolve(file)).strip();
    }

    String password(String user) throws Exception {
        return kept("passwords")
                .lines()
                .filter(line -> line.startsWith(user + " "))
                .map(line -> line.substring(user.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    /** Judges tokens as a service does that knows nothing but the issuer. */
    JwtDecoder decoder() {
        return JwtDecoders.fromIssuerLocation("http://127.0.0.1:" + port());
    }

    @Override
    public void close() {
        context.close();
    }
}
