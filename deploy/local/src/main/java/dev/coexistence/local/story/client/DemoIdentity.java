package dev.coexistence.local.story.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The demo's OpenID provider, and the folder where it keeps what its owner may read.
 *
 * @param root where it listens; the issuer of its tokens
 * @param folder of its passwords and secrets
 */
public record DemoIdentity(URI root, Path folder) {
    /** The program of the first tenant. */
    public static final String PROGRAM = "demo-program";

    /** The program of the second tenant. */
    public static final String OTHER_PROGRAM = "linden-program";

    /** The program of the platform's operators. */
    public static final String OPERATOR_PROGRAM = "operator-program";

    /** The owner of the first tenant. */
    public static final String OWNER = "owner@default";

    /** The owner of the second tenant. */
    public static final String OTHER_OWNER = "owner@linden";

    /** As the tokens of {@link #PROGRAM} have it. */
    public static final String PROGRAM_NAME = "Demo program";

    /** The file of all people's passwords. */
    public Path passwords() {
        return folder.resolve("passwords");
    }

    /** The link that logs the owner in, once. */
    public URI loginLink() {
        return root.resolve("/enter?ticket=" + read("login-ticket"));
    }

    String secret(String program) {
        return read(program + ".secret");
    }

    String password(String user) {
        return read("passwords")
                .lines()
                .filter(line -> line.startsWith(user + " "))
                .map(line -> line.substring(user.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nobody is named " + user));
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The provider's " + file + " cannot be read", e);
        }
    }
}
