package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every word of the page stands in one file, and every one there is used. */
class WordsTest {
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Pattern SAID = Pattern.compile("#\\{([a-zA-Z][\\w.-]*)");
    private static final Pattern QUOTED = Pattern.compile("'([a-zA-Z][\\w-]*(?:\\.[\\w-]+)*\\.?)'");

    @Test
    void templatesSayNothingThatTheFileLacks() throws IOException {
        Properties words = words();
        var missing = new TreeSet<String>();
        var matcher = SAID.matcher(templates());
        while (matcher.find()) {
            if (!words.containsKey(matcher.group(1))) {
                missing.add(matcher.group(1));
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void theFileHasNothingThatNoTemplateSays() throws IOException {
        String templates = templates();
        var beginnings = new TreeSet<String>();
        var quoted = QUOTED.matcher(templates);
        while (quoted.find()) {
            beginnings.add(quoted.group(1));
        }
        var said = SAID.matcher(templates);
        while (said.find()) {
            beginnings.add(said.group(1));
        }

        var unused = new TreeSet<>(words().stringPropertyNames());
        unused.removeIf(word ->
                beginnings.contains(word)
                        || beginnings.stream()
                                .anyMatch(b -> b.endsWith(".") && word.startsWith(b)));
        assertThat(unused).isEmpty();
    }

    private static Properties words() throws IOException {
        var words = new Properties();
        try (Reader reader = Files.newBufferedReader(RESOURCES.resolve("messages.properties"))) {
            words.load(reader);
        }
        return words;
    }

    private static String templates() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(RESOURCES.resolve("templates"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".html")).toList()) {
                all.append(Files.readString(file)).append('\n');
            }
        }
        return all.toString();
    }
}
