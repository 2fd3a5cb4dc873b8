package dev.coexistence.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables of docs/access.md as the code has them. */
class AccessDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/access.md");

    @Test
    void theTableOfScopesAndRolesIsTheCodes() throws IOException {
        List<String> expected = new ArrayList<>();
        for (Scope scope : Scope.values()) {
            var row = new StringBuilder(scope.word());
            for (Role role : Role.values()) {
                row.append('|').append(role.scopes().contains(scope) ? "yes" : "");
            }
            expected.add(row.toString());
        }

        assertThat(rows("scope").stream().map(AccessDocumentTest::withoutMeaning))
                .containsExactlyElementsOf(expected);
        assertThat(head("scope").subList(2, head("scope").size()))
                .isEqualTo(Arrays.stream(Role.values()).map(Role::word).toList());
    }

    @Test
    void everySettingIsInTheTableOfSettings() throws IOException {
        List<String> settings =
                Arrays.stream(AccessSettings.class.getRecordComponents())
                        .map(component ->
                                "access."
                                        + component
                                                .getName()
                                                .replaceAll("([A-Z])", "-$1")
                                                .toLowerCase(java.util.Locale.ROOT))
                        .toList();

        assertThat(rows("setting").stream().map(List::getFirst))
                .containsExactlyElementsOf(settings);
    }

    private static String withoutMeaning(List<String> row) {
        List<String> cells = new ArrayList<>(row);
        cells.remove(1);
        return String.join("|", cells);
    }

    private static List<String> head(String first) throws IOException {
        return table(first).getFirst();
    }

    private static List<List<String>> rows(String first) throws IOException {
        List<List<String>> table = table(first);
        return table.subList(2, table.size());
    }

    /** The table whose first cell is given, with its head and rule. */
    private static List<List<String>> table(String first) throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.startsWith("| " + first + " |"))
                .takeWhile(line -> line.startsWith("|"))
                .map(AccessDocumentTest::cells)
                .toList();
    }

    private static List<String> cells(String line) {
        List<String> cells =
                new ArrayList<>(Arrays.stream(line.split("\\|", -1)).map(String::strip).toList());
        return cells.subList(1, cells.size() - 1);
    }
}
