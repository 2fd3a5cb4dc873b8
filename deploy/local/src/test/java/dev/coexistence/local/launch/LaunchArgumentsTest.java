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
        assertThat(arguments.open()).isFalse();
        assertThat(arguments.data()).isEqualTo(ROOT.resolve(".local"));
    }

    @Test
    void optionsMayComeInAnyOrder() {
        var arguments =
                parse(
                        "--port",
                        "kafka=19092",
                        "--clean",
                        "--open",
                        "--data",
                        "/data",
                        "--smoke",
                        "--port",
                        "ingest=1");

        assertThat(arguments.action()).isEqualTo(Action.SMOKE);
        assertThat(arguments.clean()).isTrue();
        assertThat(arguments.open()).isTrue();
        assertThat(arguments.data()).isEqualTo(Path.of("/data"));
        assertThat(arguments.ports())
                .containsEntry(SystemPort.KAFKA, 19_092)
                .containsEntry(SystemPort.INGEST, 1);
    }

    @Test
    void whatIsNotUnderstoodIsNamed() {
        refuses("--fast", "--fast");
        refuses("Missing required parameter for option '--port'", "--port");
        refuses("NAME=NUMBER", "--port", "kafka");
        refuses("No port is named mail", "--port", "mail=25");
        refuses("must be a port", "--port", "kafka=much");
    }

    @Test
    void helpNamesEveryOptionAndPort() {
        String help = new LaunchArguments.Options().commandLine().getUsageMessage();

        assertThat(help)
                .contains("--smoke", "--clean", "--no-story", "--open", "--prepare", "--data");
        for (SystemPort port : SystemPort.values()) {
            assertThat(help).contains(port.word(), port.variable());
        }
    }

    @Test
    void helpIsAskedForByEitherName() {
        assertThat(parse("--help").action()).isEqualTo(Action.HELP);
        assertThat(parse("--smoke", "-h").action()).isEqualTo(Action.HELP);
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
