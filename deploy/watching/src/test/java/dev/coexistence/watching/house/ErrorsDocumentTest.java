package dev.coexistence.watching.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tables of docs/errors.md beside the words that the code answers and parks with. */
class ErrorsDocumentTest {
    private static final Path ROOT =
            Path.of(System.getProperty("coexistence.root", "../..")).toAbsolutePath().normalize();

    /** A problem's type beside its status, or in a refusal that brings its own. */
    private static final Pattern TYPE =
            Pattern.compile(
                    "HttpStatus\\.[A-Z_]+\\s*,\\s*\"([a-z]+(?:-[a-z]+)*)\""
                            + "|(?:Refused|\\.away)\\(\\s*\"([a-z]+(?:-[a-z]+)*)\"");

    private static final Pattern CONSTANT = Pattern.compile("(?m)^    ([A-Z][A-Z_]+)[,;(\\n]");
    private static final Pattern TEXT = Pattern.compile("String [A-Z_]+ = \"([A-Z_]+)\";");
    private static final Pattern WORD = Pattern.compile("`([A-Za-z_-]+)`");

    /** Names of screens that a page shows in place of a problem. */
    private static final Set<String> SCREENS = Set.of("away", "missing", "unclear");

    private static List<Path> files;
    private static String sources;

    @BeforeAll
    static void read() throws IOException {
        files = SourceTree.files(ROOT, Path.of("src", "main", "java"));
        var all = new StringBuilder();
        for (Path file : files) {
            all.append(Files.readString(file)).append('\n');
        }
        sources = all.toString();
    }

    @Test
    void everyTypeOfAProblemIsExplained() throws IOException {
        var types = new TreeSet<String>();
        TYPE.matcher(sources)
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .filter(type -> !SCREENS.contains(type))
                .forEach(types::add);

        assertThat(types).hasSizeGreaterThan(40);
        assertThat(firstColumn("## Problems over HTTP", "## Outcomes")).containsAll(types);
    }

    @Test
    void noTypeIsExplainedThatNothingAnswers() throws IOException {
        assertThat(firstColumn("## Problems over HTTP", "## Outcomes"))
                .allSatisfy(type -> assertThat(sources).contains('"' + type + '"'));
    }

    @Test
    void theOutcomesAreThoseOfTheSchema() throws IOException {
        String schema = Files.readString(ROOT.resolve("schemas/src/main/avro/SendResult.avsc"));

        assertThat(firstColumn("## Outcomes", "### Reasons of results"))
                .hasSize(6)
                .allSatisfy(outcome -> assertThat(schema).contains('"' + outcome + '"'));
    }

    @Test
    void theReasonsOfResultsAreThoseOfTheDispatcher() throws IOException {
        assertThat(firstColumn("### Reasons of results", "### Holds"))
                .isEqualTo(words(CONSTANT, "dispatch/command/Reason.java"));
    }

    @Test
    void theReasonsOfHoldsAreThoseOfTheDispatcher() throws IOException {
        assertThat(firstColumn("### Holds", "## Dead letters"))
                .isEqualTo(words(CONSTANT, "dispatch/refusal/HoldReason.java"));
    }

    @Test
    void theReasonsOfDeadLettersAreThoseOfTheCode() throws IOException {
        var reasons = words(TEXT, "split/event/MalformedItem.java");
        reasons.addAll(words(TEXT, "schemas/DeadLetter.java"));
        reasons.addAll(words(TEXT, "database/OutboxRelay.java"));

        assertThat(firstColumn("## Dead letters", null)).isEqualTo(reasons);
    }

    private static Set<String> words(Pattern pattern, String ending) throws IOException {
        Path file = files.stream().filter(path -> path.endsWith(ending)).findFirst().orElseThrow();
        var words = new TreeSet<String>();
        pattern.matcher(Files.readString(file))
                .results()
                .map(found -> found.group(1))
                .forEach(words::add);
        return words;
    }

    /** The words in backticks of the first column of all tables between two headings. */
    private static Set<String> firstColumn(String from, @Nullable String to) throws IOException {
        String document = Files.readString(ROOT.resolve("docs/errors.md"));
        int start = document.indexOf('\n' + from);
        int end = to == null ? document.length() : document.indexOf('\n' + to);
        assertThat(start).as(from).isNotNegative();
        assertThat(end).as(to).isGreaterThan(start);
        var words = new TreeSet<String>();
        document.substring(start, end)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", 3)[1])
                .forEach(cell ->
                        WORD.matcher(cell)
                                .results()
                                .map(found -> found.group(1))
                                .forEach(words::add));
        return words;
    }
}
