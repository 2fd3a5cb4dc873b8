package dev.coexistence.local.launch;

import dev.coexistence.local.JavaProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32C;

/**
 * Spring Boot's jars taken apart, each into a folder with a plain jar and its libraries: the JVM
 * caches only classes of jars that are not inside another. Boot's own tool for it runs only in
 * applications of Spring, which the simulator is not.
 */
final class ExtractedJars {
    private static final String CLASSES = "BOOT-INF/classes/";
    private static final String LIBRARIES = "BOOT-INF/lib/";

    private final Path root;
    private final Path folder;

    ExtractedJars(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    /** The application's program, taken apart anew where its jar has changed. */
    JavaProgram program(ServiceProgram application) {
        Path jar = application.jar(root);
        if (!Files.exists(jar)) {
            throw new IllegalStateException(
                    application.name() + " is not built: " + root.relativize(jar) + " is missing");
        }
        Path apart = folder.resolve(application.name());
        Path stamp = folder.resolve(application.name() + ".jar-stamp");
        try {
            String state = content(jar);
            if (!Files.exists(stamp)
                    || !Files.readString(stamp, StandardCharsets.UTF_8).equals(state)) {
                DataFolder.remove(apart);
                extract(jar, apart);
                Files.writeString(stamp, state, StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(jar + " cannot be taken apart", e);
        }
        return JavaProgram.ofJar(apart.resolve("application.jar"))
                .withOptions(
                        List.of(
                                "-XX:+UseCompactObjectHeaders",
                                "-XX:-UsePerfData",
                                "-XX:ReservedCodeCacheSize=48m",
                                "-XX:MaxDirectMemorySize=64m",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-Xss512k",
                                "-Xms32m",
                                "-Xmx" + application.heapMib() + "m"));
    }

    /**
     * Fingerprint of the jar's content, from the checksums of its entries; a rebuilt jar may keep
     * size and date.
     */
    private static String content(Path jar) throws IOException {
        var checksum = new CRC32C();
        try (var boot = new JarFile(jar.toFile())) {
            boot.stream()
                    .map(entry -> entry.getName() + " " + entry.getCrc() + " " + entry.getSize())
                    .sorted()
                    .forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
        }
        return Long.toHexString(checksum.getValue());
    }

    /** Libraries into lib/, classes and manifest into application.jar. */
    static void extract(Path jar, Path apart) throws IOException {
        Files.createDirectories(apart.resolve("lib"));
        try (var boot = new JarFile(jar.toFile())) {
            var libraries = new ArrayList<String>();
            for (JarEntry entry : boot.stream().toList()) {
                String name = entry.getName();
                if (name.startsWith(LIBRARIES) && !entry.isDirectory()) {
                    String library = "lib/" + name.substring(LIBRARIES.length());
                    copy(boot, entry, apart.resolve(library));
                    libraries.add(library);
                }
            }
            var manifest = new Manifest(boot.getManifest());
            Attributes main = manifest.getMainAttributes();
            main.put(Attributes.Name.MAIN_CLASS, main.getValue("Start-Class"));
            main.put(Attributes.Name.CLASS_PATH, String.join(" ", libraries));
            try (OutputStream file = Files.newOutputStream(apart.resolve("application.jar"));
                    var plain = new JarOutputStream(file, manifest)) {
                for (JarEntry entry : boot.stream().toList()) {
                    // Folders too: component scanning finds packages by them.
                    if (entry.getName().startsWith(CLASSES)
                            && entry.getName().length() > CLASSES.length()) {
                        plain.putNextEntry(
                                new JarEntry(entry.getName().substring(CLASSES.length())));
                        try (var content = boot.getInputStream(entry)) {
                            content.transferTo(plain);
                        }
                        plain.closeEntry();
                    }
                }
            }
        }
    }

    private static void copy(JarFile jar, JarEntry entry, Path target) throws IOException {
        try (var content = jar.getInputStream(entry)) {
            Files.copy(content, target);
        }
    }
}
