package dev.coexistence.local.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coexistence.local.launch.LaunchArguments.Action;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaunchArgumentsTest {
    private static final Path ROOT = Path.of("/project");

    @Test
    void nothingMeansTheStoryAndStayingUp() {
        var arguments = parse();

        assertThat(arguments.action()).isEqualTo(Action.STAY_UP);
        assertThat(arguments.story()).isTrue();
        assertThat(arguments.clean()).isFalse();
        assertThat(arguments.data()).isEqualTo(ROOT.resolve(".local"));
    }

    @Test
    void optionsMayComeInAnyOrder() {
        var arguments =
                parse(
                        "--port",
                        "kafka=19092",
                        "--clean",
                        "--data",
                        "/data",
                        "--smoke",
                        "--port",
                        "ingest=1");

        assertThat(arguments.action()).isEqualTo(Action.SMOKE);
        assertThat(arguments.clean()).isTrue();
        assertThat(arguments.data()).isEqualTo(Path.of("/data"));
        assertThat(arguments.ports())
                .containsEntry(Port.KAFKA, 19_092)
                .containsEntry(Port.INGEST, 1);
    }

    @Test
    void whatIsNotUnderstoodIsNamed() {
        refuses("--fast", "--fast");
        refuses("--port needs a value", "--port");
        refuses("NAME=NUMBER", "--port", "kafka");
        refuses("No port is named mail", "--port", "mail=25");
        refuses("must be a port", "--port", "kafka=much");
    }

    @Test
    void helpNamesEveryOptionAndPort() throws Exception {
        try (var text = Launcher.class.getResourceAsStream("help.txt")) {
            assertThat(text).isNotNull();
            String help = new String(text.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

            assertThat(help).contains("--smoke", "--clean", "--no-story", "--prepare", "--data");
            for (Port port : Port.values()) {
                assertThat(help).contains(port.word(), port.variable());
            }
        }
    }

    private static void refuses(String message, String... words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(words))
                .withMessageContaining(message);
    }

    private static LaunchArguments parse(String... words) {
        return LaunchArguments.parse(List.of(words), ROOT);
    }
}
