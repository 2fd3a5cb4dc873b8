package dev.coexistence.watching.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks of docs/architecture.md and docs/glossary.md against the code. */
class ArchitectureDocumentTest {
    private static final Path ROOT =
            Path.of(System.getProperty("coexistence.root", "../..")).toAbsolutePath().normalize();

    /** A word in backticks that begins with a capital and has a small letter: a type's name. */
    private static final Pattern CODE = Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9.]*)`");

    /** A participant of a sequence whose name is two words in camel case. */
    private static final Pattern PARTICIPANT =
            Pattern.compile("participant \\w+ as ([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+)\\s*$");

    private static final Set<String> NO_TYPES_OF_OURS =
            Set.of("InstantSource", "PostgreSQL", "XTest");

    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", "docs/glossary.md", "CONTRIBUTING.md"})
    void everyTypeThatADocumentNamesStandsInTheCode(String document) throws IOException {
        Set<String> known = typeNames();
        Set<String> missing = new TreeSet<>();
        for (String line : Files.readAllLines(ROOT.resolve(document))) {
            for (Pattern pattern : List.of(CODE, PARTICIPANT)) {
                pattern.matcher(line)
                        .results()
                        .map(found -> found.group(1).split("\\.", 2)[0])
                        .filter(name -> !known.contains(name) && !NO_TYPES_OF_OURS.contains(name))
                        .forEach(missing::add);
            }
        }

        assertThat(missing).as("types that %s names and no module has", document).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", "docs/glossary.md"})
    void everyDiagramIsMermaidAsFarAsItsStructureShows(String document) throws IOException {
        List<MermaidBlock> blocks = MermaidBlock.read(ROOT.resolve(document));

        assertThat(blocks.stream().flatMap(block -> block.faults().stream())).isEmpty();
    }

    @Test
    void theArchitectureHasAPictureItsModulesAndThreeWalks() throws IOException {
        assertThat(MermaidBlock.read(ROOT.resolve("docs/architecture.md")))
                .extracting(MermaidBlock::kind)
                .containsExactly(
                        "flowchart",
                        "flowchart",
                        "sequenceDiagram",
                        "sequenceDiagram",
                        "sequenceDiagram");
    }

    @Test
    void aDiagramWithAFaultIsFound() {
        assertThat(
                        new MermaidBlock(
                                        "x",
                                        List.of(
                                                "sequenceDiagram",
                                                "  participant A",
                                                "  A->>B: hello",
                                                "  loop often"))
                                .faults())
                .hasSize(2);
        assertThat(
                        new MermaidBlock("x", List.of("flowchart LR", "  a[\"one\" --> b", "  end"))
                                .faults())
                .hasSize(2);
        assertThat(new MermaidBlock("x", List.of("picture", "  a --> b")).faults()).hasSize(1);
    }

    /** Names of all types of main code, of all test classes and of all events. */
    private static Set<String> typeNames() throws IOException {
        Set<String> names = new TreeSet<>();
        SourceTree.read(ROOT).forEach(type -> names.add(type.name()));
        for (Path file : SourceTree.files(ROOT, Path.of("src", "test", "java"))) {
            names.add(file.getFileName().toString().replace(".java", ""));
        }
        try (var events = Files.list(ROOT.resolve("schemas/src/main/avro"))) {
            for (Path event : new ArrayList<>(events.toList())) {
                Pattern.compile("\"name\"\\s*:\\s*\"([A-Z]\\w*)\"")
                        .matcher(Files.readString(event))
                        .results()
                        .forEach(found -> names.add(found.group(1)));
            }
        }
        return names;
    }
}
