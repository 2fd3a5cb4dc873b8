package dev.coexistence.local.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir Path root;

    @Test
    void brokerDataWithoutTheRegistrysIsRefused() throws Exception {
        var data = new DataFolder(root);
        Files.createDirectories(data.kafka());

        assertThatIllegalStateException()
                .isThrownBy(data::prepare)
                .withMessageContaining("--clean");
    }

    @Test
    void cleaningRemovesEverythingThatIsKept() throws Exception {
        var data = new DataFolder(root);
        data.prepare();
        for (Path part : java.util.List.of(data.kafka(), data.registry(), data.postgres())) {
            Files.createDirectories(part);
            Files.writeString(part.resolve("file"), "kept");
        }

        data.clean();

        assertThat(root).isEmptyDirectory();
    }

    @Test
    void itsFolderIsOpenToItsOwnerOnly() throws Exception {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));

        new DataFolder(root).prepare();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                .isEqualTo("rwx------");
    }

    @Test
    void aSecondLauncherIsRefusedByName() {
        var data = new DataFolder(root);
        try (SingleLaunch _ = SingleLaunch.at(data)) {
            // Within one JVM the file system itself says that the lock is held.
            org.assertj.core.api.Assertions.assertThatException()
                    .isThrownBy(() -> SingleLaunch.at(data))
                    .isInstanceOf(java.nio.channels.OverlappingFileLockException.class);
        }

        try (SingleLaunch _ = SingleLaunch.at(data)) {
            assertThat(data.lock()).hasContent(Long.toString(ProcessHandle.current().pid()));
        }
    }
}
