package dev.coexistence.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * FULL_TRANSITIVE: every version reads every other. A released version stands in its folder for
 * ever.
 */
class SchemaEvolutionTest {
    private static final Path RELEASED = Path.of("src/released");

    static Stream<Topic<?>> topicsWithEvents() {
        return Topics.ALL.stream().filter(topic -> topic.event() != null);
    }

    @ParameterizedTest
    @MethodSource("topicsWithEvents")
    void everyVersionReadsEveryOther(Topic<?> topic) throws IOException {
        List<Schema> versions = new ArrayList<>(released(topic));
        versions.add(topic.schema());

        for (Schema reader : versions) {
            for (Schema writer : versions) {
                var compatibility =
                        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
                assertThat(compatibility.getType())
                        .as(compatibility.getDescription())
                        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("topicsWithEvents")
    void theNewestReleasedVersionIsTheOneInUse(Topic<?> topic) throws IOException {
        List<Schema> versions = released(topic);

        assertThat(versions).isNotEmpty();
        assertThat(versions.getLast())
                .as(
                        "The schema of %s changed: add what stands in use as the next version to %s/%s/",
                        topic.name(), RELEASED, topic.schema().getName())
                .isEqualTo(topic.schema());
    }

    @ParameterizedTest
    @MethodSource("topicsWithEvents")
    void everyFieldSaysWhatItMeans(Topic<?> topic) {
        assertThat(undocumented(topic.schema())).isEmpty();
    }

    private static List<String> undocumented(Schema record) {
        var names = new ArrayList<String>();
        if (record.getDoc() == null || record.getDoc().isBlank()) {
            names.add(record.getName());
        }
        for (Schema.Field field : record.getFields()) {
            if (field.doc() == null || field.doc().isBlank()) {
                names.add(record.getName() + "." + field.name());
            }
        }
        return names;
    }

    private static List<Schema> released(Topic<?> topic) throws IOException {
        Path folder = RELEASED.resolve(topic.schema().getName());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var versions = new ArrayList<Schema>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.sorted(Comparator.comparingInt(SchemaEvolutionTest::version)).toList()) {
                versions.add(new Schema.Parser().parse(Files.readString(file)));
            }
        }
        return versions;
    }

    private static int version(Path file) {
        return Integer.parseInt(file.getFileName().toString().replace(".avsc", ""));
    }
}
