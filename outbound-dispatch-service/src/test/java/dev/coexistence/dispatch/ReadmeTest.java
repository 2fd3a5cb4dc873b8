package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** The README's table of settings and the settings are the same. */
class ReadmeTest {
    private static final Pattern ROW = Pattern.compile("\\| (`[a-z.].*?) \\|.*?\\| (.*?) \\|.*");
    private static final Pattern KEY = Pattern.compile("`([a-z.-]+)`");

    /** Of other modules, and of Spring. */
    private static final List<String> NOT_OURS =
            List.of("kafka.", "spring.", "server.", "management.");

    @Test
    void namesEverySettingWithItsDefault() throws IOException, ClassNotFoundException {
        assertThat(told()).isEqualTo(bound());
    }

    /** Keys and defaults as the README tells them; {@code .x} stands for a key beside the first. */
    private static Map<String, String> told() throws IOException {
        var told = new TreeMap<String, String>();
        for (String line : Files.readAllLines(Path.of("README.md"))) {
            var row = ROW.matcher(line);
            if (!row.matches()) {
                continue;
            }
            List<String> keys =
                    KEY.matcher(row.group(1)).results().map(key -> key.group(1)).toList();
            String prefix = keys.getFirst().substring(0, keys.getFirst().lastIndexOf('.') + 1);
            if (NOT_OURS.stream().anyMatch(keys.getFirst()::startsWith)) {
                continue;
            }
            String[] defaults = row.group(2).split(", ", -1);
            for (int i = 0; i < keys.size(); i++) {
                String key = keys.get(i);
                told.put(
                        key.startsWith(".") ? prefix + key.substring(1) : key,
                        defaults[Math.min(i, defaults.length - 1)]);
            }
        }
        return told;
    }

    private static Map<String, String> bound() throws ClassNotFoundException {
        var scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        var bound = new TreeMap<String, String>();
        for (var found : scan.findCandidateComponents(ReadmeTest.class.getPackageName())) {
            Class<?> type = Class.forName(Objects.requireNonNull(found.getBeanClassName()));
            String prefix = type.getAnnotation(ConfigurationProperties.class).value();
            // Only the constructor's parameters hold the defaults, in the order of the components.
            Parameter[] parts = type.getDeclaredConstructors()[0].getParameters();
            for (int i = 0; i < parts.length; i++) {
                bound.put(
                        prefix + "." + kebab(type.getRecordComponents()[i].getName()),
                        standard(parts[i]));
            }
        }
        return bound;
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String standard(Parameter part) {
        DefaultValue standard = part.getAnnotation(DefaultValue.class);
        return standard == null || standard.value()[0].isEmpty() ? "none" : standard.value()[0];
    }
}
