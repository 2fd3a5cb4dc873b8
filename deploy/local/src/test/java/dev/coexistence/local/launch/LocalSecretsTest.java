package dev.coexistence.local.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.TokenCipher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSecretsTest {
    @TempDir Path folder;

    @Test
    void areMadeOnceAndKept() {
        LocalSecrets first = LocalSecrets.in(folder.resolve("secrets"));
        LocalSecrets second = LocalSecrets.in(folder.resolve("secrets"));

        assertThat(second).isEqualTo(first);
        assertThat(first.appSecret()).hasSize(32).isNotEqualTo(first.verifyToken());
        assertThat(TokenCipher.of(first.tokenKeyset())).isNotNull();
    }

    @Test
    void onlyTheirOwnerReadsThem() throws Exception {
        LocalSecrets _ = LocalSecrets.in(folder.resolve("secrets"));

        try (var files = Files.list(folder.resolve("secrets"))) {
            assertThat(files.toList())
                    .hasSize(4)
                    .allSatisfy(file ->
                            assertThat(
                                            PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(file)))
                                    .isEqualTo("rw-------"));
        }
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("secrets"))))
                .isEqualTo("rwx------");
    }

    @Test
    void areNotPrinted() {
        LocalSecrets secrets = LocalSecrets.in(folder.resolve("secrets"));

        assertThat(secrets.toString()).doesNotContain(secrets.appSecret());
    }
}
