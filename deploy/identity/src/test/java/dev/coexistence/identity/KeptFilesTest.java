package dev.coexistence.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the provider's folder. */
class KeptFilesTest {
    @TempDir Path root;

    @Test
    void onlyTheirOwnerReadsThem() throws Exception {
        Path folder = root.resolve("identity");
        try (var _ = RunningIdentity.start(folder);
                var files = Files.list(folder)) {
            assertThat(files.toList())
                    .hasSizeGreaterThan(5)
                    .allSatisfy(file ->
                            assertThat(
                                            PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(file)))
                                    .isEqualTo("rw-------"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void keysAndPasswordsOutliveARestart() throws Exception {
        String keys;
        String password;
        try (var identity = RunningIdentity.start(root)) {
            keys = identity.kept("keys.json");
            password = identity.password("owner@default");
        }
        try (var identity = RunningIdentity.start(root);
                var browser = new Browser()) {
            assertThat(identity.kept("keys.json")).isEqualTo(keys);
            assertThat(
                            Browser.location(browser.logIn(identity, "owner@default", password))
                                    .getQuery())
                    .isNotEqualTo("error");
        }
    }

    @Test
    void theSecretThatThePageKnowsAlreadyIsNotGenerated() {
        try (var _ = RunningIdentity.start(root, "--identity.inbox-secret=known-to-both")) {
            assertThat(root.resolve("inbox.secret")).doesNotExist();
        }
    }
}
