package dev.coexistence.local.launch;

import dev.coexistence.schemas.TokenCipher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The secrets of a local system: made at the first start, kept in files that only their owner can
 * read.
 */
record LocalSecrets(String appSecret, String verifyToken, String tokenKeyset, String inboxSecret) {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER =
            PosixFilePermissions.fromString("rwx------");
    private static final SecureRandom RANDOM = new SecureRandom();

    static LocalSecrets in(Path folder) {
        try {
            if (!Files.exists(folder)) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
            }
            return new LocalSecrets(
                    keep(folder.resolve("app-secret"), () -> random(16)),
                    keep(folder.resolve("verify-token"), () -> random(16)),
                    keep(folder.resolve("token-keyset.json"), TokenCipher::newKeyset),
                    keep(folder.resolve("inbox-secret"), () -> random(16)));
        } catch (IOException e) {
            throw new UncheckedIOException("The secrets cannot be kept in " + folder, e);
        }
    }

    @Override
    public String toString() {
        return "Secrets[redacted]";
    }

    private static String keep(Path file, Supplier<String> fresh) throws IOException {
        if (!Files.exists(file)) {
            String secret = fresh.get();
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.writeString(
                    file, secret, StandardCharsets.UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
        }
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }

    private static String random(int bytes) {
        var secret = new byte[bytes];
        RANDOM.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }
}
