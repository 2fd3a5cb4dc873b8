package dev.coexistence.connection.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every edition that is known, and the one in force. Immutable. */
public final class PolicyCatalogue {
    private static final List<String> SHIPPED = List.of("seven-io.yaml", "meta-2026-09.yaml");

    private final SequencedMap<String, PolicyEdition> editions;
    private final PolicyEdition inForce;

    private PolicyCatalogue(SequencedMap<String, PolicyEdition> editions, PolicyEdition inForce) {
        this.editions = editions;
        this.inForce = inForce;
    }

    /**
     * The shipped editions, and those of a folder, which may also replace a shipped one by its
     * name.
     *
     * @throws IllegalArgumentException naming the file and the key that is wrong
     */
    public static PolicyCatalogue load(String edition, @Nullable Path folder) {
        var editions = new TreeMap<String, PolicyEdition>();
        for (String file : SHIPPED) {
            var read = PolicyFile.read(file, loadShipped(file));
            editions.put(read.edition(), read);
        }
        if (folder != null) {
            for (Path file : yamlFiles(folder)) {
                var read = PolicyFile.read(file.toString(), text(file));
                editions.put(read.edition(), read);
            }
        }
        var inForce = editions.get(edition);
        if (inForce == null) {
            throw new IllegalArgumentException(
                    "policy.edition names no known edition: "
                            + edition
                            + "; there are "
                            + editions.keySet());
        }
        return new PolicyCatalogue(editions, inForce);
    }

    /** The edition by which new sign-ups are judged. */
    public PolicyEdition inForce() {
        return inForce;
    }

    /** The edition of that name; null where it is not known (any more). */
    public @Nullable PolicyEdition find(String edition) {
        return editions.get(edition);
    }

    public List<PolicyEdition> all() {
        return List.copyOf(editions.values());
    }

    private static String loadShipped(String file) {
        try (InputStream in = PolicyCatalogue.class.getResourceAsStream("/policies/" + file)) {
            if (in == null) {
                throw new IllegalStateException(
                        "The edition " + file + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> yamlFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList());
        } catch (IOException e) {
            throw new IllegalArgumentException("policy.folder cannot be read: " + folder, e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("Policy " + file + " cannot be read", e);
        }
    }
}
