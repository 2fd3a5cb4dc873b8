package dev.coexistence.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** The README's table of settings is the code's. */
class ConversationSettingsTest {
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z0-9.-]+)` \\| `([A-Z0-9_]+)` \\| ([^|]*) \\|.*");

    @Test
    void theReadmeNamesEverySettingWithItsDefaultAndItsVariable() throws Exception {
        Map<String, String> coded = coded();

        assertThat(documented(2)).containsAllEntriesOf(coded);
        Map<String, String> variables = documented(1);
        String yaml = Files.readString(Path.of("src/main/resources/application.yaml"));
        for (Map.Entry<String, String> row : variables.entrySet()) {
            String plain =
                    row.getKey().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
            assertThat(row.getValue().equals(plain) || yaml.contains("${" + row.getValue() + ":"))
                    .as("%s by %s", row.getKey(), row.getValue())
                    .isTrue();
        }
    }

    private static Map<String, String> documented(int cell) throws IOException {
        var found = new TreeMap<String, String>();
        for (String line : Files.readAllLines(Path.of("README.md"))) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                found.put(row.group(1), row.group(cell + 1).strip());
            }
        }
        return found;
    }

    private static Map<String, String> coded() throws ClassNotFoundException {
        var scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        var settings = new TreeMap<String, String>();
        for (var bean : scan.findCandidateComponents("dev.coexistence.conversation")) {
            Class<?> type = Class.forName(Objects.requireNonNull(bean.getBeanClassName()));
            String prefix = type.getAnnotation(ConfigurationProperties.class).value();
            if (!prefix.equals("page")) {
                add(prefix, type, settings);
            }
        }
        return settings;
    }

    private static void add(String prefix, Class<?> type, Map<String, String> settings) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "." + dashed(component.getName());
            if (component.getType().isRecord()) {
                add(name, component.getType(), settings);
            } else {
                settings.put(name, standard(type, component.getName()));
            }
        }
    }

    private static String dashed(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String standard(Class<?> type, String name) {
        return Stream.of(type.getDeclaredConstructors())
                .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
                .filter(parameter -> parameter.getName().equals(name))
                .map(parameter -> parameter.getAnnotation(DefaultValue.class))
                .filter(Objects::nonNull)
                .map(value -> Arrays.stream(value.value()).collect(Collectors.joining(", ")))
                .findFirst()
                .orElse("none");
    }
}
