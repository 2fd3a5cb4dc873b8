package dev.coexistence.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.http.HttpEdgeSettings;
import dev.coexistence.kafka.KafkaEdgeSettings;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** The README's table of settings is the truth; those of access stand in docs/access.md. */
class SettingsTableTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| `([A-Z_]+?)(?:_\\*)?` \\| ([^|]+) \\|.*");
    private static final Pattern WORD = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    /** Of Spring's own, set in application.yaml. */
    private static final Map<String, String> SPRING =
            Map.of("SERVER_PORT", "8092", "MANAGEMENT_SERVER_PORT", "8192");

    /** Defaults that are said in words. */
    private static final Map<String, String> IN_WORDS =
            Map.of("INGEST_RECEIVE_MAX_IN_FLIGHT_BYTES", "a tenth of the heap");

    @Test
    void namesEverySettingWithItsDefaultAndNoOther() throws Exception {
        var expected = new TreeMap<>(SPRING);
        for (Class<?> settings : settings()) {
            String prefix = prefix(settings);
            var parameters = settings.getDeclaredConstructors()[0].getParameters();
            for (int i = 0; i < parameters.length; i++) {
                String name = variable(prefix, settings.getRecordComponents()[i]);
                expected.put(name, IN_WORDS.getOrDefault(name, byDefault(parameters[i])));
            }
        }

        assertThat(table()).isEqualTo(expected);
    }

    private static Map<String, String> table() throws Exception {
        var rows = new TreeMap<String, String>();
        for (String line : Files.readAllLines(Path.of("README.md"))) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), row.group(2).strip());
            }
        }
        return rows;
    }

    private static List<Class<?>> settings() throws ClassNotFoundException {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        var found =
                new ArrayList<Class<?>>(List.of(KafkaEdgeSettings.class, HttpEdgeSettings.class));
        for (var candidate : scanner.findCandidateComponents("dev.coexistence.ingest")) {
            found.add(Class.forName(candidate.getBeanClassName()));
        }
        assertThat(found).hasSizeGreaterThan(3);
        return found;
    }

    private static String prefix(Class<?> settings) {
        var properties = AnnotationUtils.getAnnotation(settings, ConfigurationProperties.class);
        return properties == null ? "" : properties.prefix();
    }

    private static String variable(String prefix, RecordComponent component) {
        String words = WORD.matcher(component.getName()).replaceAll("_");
        return (prefix + "." + words).replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static String byDefault(Parameter parameter) {
        var value = parameter.getAnnotation(DefaultValue.class);
        return value == null || String.join("", value.value()).isEmpty()
                ? "none"
                : value.value()[0];
    }
}
