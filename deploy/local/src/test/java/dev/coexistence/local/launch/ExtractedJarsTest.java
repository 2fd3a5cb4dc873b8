package dev.coexistence.local.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractedJarsTest {
    @TempDir Path root;

    @Test
    void aBootJarBecomesAPlainJarWithItsLibrariesBeside() throws Exception {
        Path jar = bootJar("first");
        Path apart = root.resolve("apart");

        ExtractedJars.extract(jar, apart);

        assertThat(apart.resolve("lib/library.jar")).hasContent("library");
        try (var plain = new JarFile(apart.resolve("application.jar").toFile())) {
            var main = plain.getManifest().getMainAttributes();
            assertThat(main.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("dev.App");
            assertThat(main.getValue(Attributes.Name.CLASS_PATH)).isEqualTo("lib/library.jar");
            assertThat(plain.getEntry("dev/"))
                    .as("packages are found by their folders")
                    .isNotNull();
            assertThat(plain.getEntry("dev/App.class")).isNotNull();
            assertThat(plain.getEntry("org/Loader.class")).isNull();
        }
    }

    @Test
    void itIsTakenApartAnewOnlyWhereItsContentChanged() throws Exception {
        Files.move(bootJar("first"), place());
        var jars = new ExtractedJars(root, root.resolve("start"));
        var _ = jars.program(ServiceProgram.INGEST);
        Path extracted = root.resolve("start/ingest/application.jar");
        Files.writeString(extracted, "still here");

        var _ = jars.program(ServiceProgram.INGEST);
        assertThat(extracted).hasContent("still here");

        Files.delete(place());
        Files.move(bootJar("other"), place());
        var _ = jars.program(ServiceProgram.INGEST);
        assertThat(Files.size(extracted)).isGreaterThan("still here".length());
    }

    @Test
    void whatIsNotBuiltIsNamed() {
        var jars = new ExtractedJars(root, root.resolve("start"));

        assertThatIllegalStateException()
                .isThrownBy(() -> jars.program(ServiceProgram.DISPATCH))
                .withMessageContaining("dispatch is not built")
                .withMessageContaining("outbound-dispatch-service");
    }

    private Path place() throws IOException {
        Path jar = ServiceProgram.INGEST.jar(root);
        Files.createDirectories(jar.resolveSibling(""));
        return jar;
    }

    private Path bootJar(String content) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Start-Class"), "dev.App");
        Path jar = root.resolve("boot.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            entry(out, "org/Loader.class", "loader");
            entry(out, "BOOT-INF/classes/", "");
            entry(out, "BOOT-INF/classes/dev/", "");
            entry(out, "BOOT-INF/classes/dev/App.class", content);
            entry(out, "BOOT-INF/lib/library.jar", "library");
        }
        return jar;
    }

    private static void entry(JarOutputStream out, String name, String content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content.getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
    }
}
