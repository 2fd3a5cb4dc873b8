package dev.coexistence.local.launch;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * The launcher's command line.
 *
 * @param action what to do
 * @param clean whether all kept data goes first
 * @param story whether the story is told after the start
 * @param open whether there is no log-in and everybody on this machine may do everything
 * @param guarded whether the broker asks for encryption, a log-in and rights
 * @param data folder of everything that is kept
 * @param ports those that differ from the usual
 */
record LaunchArguments(
        Action action,
        boolean clean,
        boolean story,
        boolean open,
        boolean guarded,
        Path data,
        Map<SystemPort, Integer> ports) {

    /** The launcher's task. */
    enum Action {
        /** Start, tell the story, stay up. */
        STAY_UP,
        /** Start, tell the story, stop; the exit code says whether every check held. */
        SMOKE,
        /** Only make the start-up caches. */
        PREPARE,
        HELP
    }

    /**
     * Reads a command line.
     *
     * @param root of the project
     * @throws IllegalArgumentException for an unknown option or a bad value; the message names it
     */
    static LaunchArguments parse(List<String> words, Path root) {
        var command = new Options();
        try {
            command.commandLine().parseArgs(words.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return command.arguments(root);
    }

    /** Options of the launcher as picocli reads them and {@code --help} prints them. */
    @Command(
            name = "./deploy/local/run",
            sortOptions = false,
            usageHelpWidth = 112,
            description = {
                "",
                "Builds what is not built, starts a Kafka broker, a schema registry, PostgreSQL, the simulated"
                        + " Cloud API, an OpenID provider and the four services on this machine, waits until each is healthy, tells"
                        + " the demo story and stays up. Ctrl-C stops everything.",
                ""
            })
    static final class Options {
        @Option(
                names = "--smoke",
                description =
                        "tell the story, one line a check, then stop; exit 0 if every check held, 1 if not")
        private boolean smoke;

        @Option(
                names = "--clean",
                description =
                        "remove all kept data first (broker, registry, database, simulator, people and"
                                + " secrets together)")
        private boolean clean;

        @Option(names = "--no-story", description = "start and stay up, nothing more")
        private boolean withoutStory;

        @Option(
                names = "--open",
                description =
                        "without log-in, tokens and tenants: everybody on this machine may do everything")
        private boolean open;

        @Option(
                names = "--guarded",
                description =
                        "the broker asks for TLS, a log-in and rights; each service has a user of its own")
        private boolean guarded;

        @Option(names = "--prepare", description = "only build and write the start-up caches")
        private boolean prepare;

        @Option(
                names = "--port",
                paramLabel = "NAME=NUMBER",
                converter = {PortName.class, PortNumber.class},
                description = "another port, see below; may be given several times")
        private final Map<SystemPort, Integer> ports = new EnumMap<>(SystemPort.class);

        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "another folder for everything that is kept; usually .local")
        private @Nullable Path data;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "this text")
        private boolean help;

        CommandLine commandLine() {
            var line =
                    new CommandLine(this)
                            .setOverwrittenOptionsAllowed(true)
                            .setExpandAtFiles(false);
            line.getCommandSpec().usageMessage().footer(footer());
            return line;
        }

        /**
         * The parsed options.
         *
         * @param root of the project
         */
        LaunchArguments arguments(Path root) {
            return new LaunchArguments(
                    action(),
                    clean,
                    !withoutStory,
                    open,
                    guarded,
                    data == null ? root.resolve(".local") : data.toAbsolutePath(),
                    Map.copyOf(ports));
        }

        private Action action() {
            if (help) {
                return Action.HELP;
            }
            if (prepare) {
                return Action.PREPARE;
            }
            return smoke ? Action.SMOKE : Action.STAY_UP;
        }

        private static String[] footer() {
            return Arrays.stream(
                            ("\nPorts by name, environment variable and usual number:\n"
                                            + ports()
                                            + "\nTOPIC_PARTITIONS (12) is the number of partitions of every topic,"
                                            + " read before first use.")
                                    .split("\n", -1))
                    .toArray(String[]::new);
        }

        private static String ports() {
            var lines = new StringBuilder();
            for (SystemPort port : SystemPort.values()) {
                lines.append(
                        "  %-20s %-25s %5d  %s%n"
                                .formatted(port.word(), port.variable(), port.usual, port.purpose));
            }
            return lines.toString();
        }

        private static final class PortName implements ITypeConverter<SystemPort> {
            @Override
            public SystemPort convert(String word) {
                try {
                    return SystemPort.named(word);
                } catch (IllegalArgumentException e) {
                    throw new TypeConversionException(e.getMessage());
                }
            }
        }

        private static final class PortNumber implements ITypeConverter<Integer> {
            @Override
            public Integer convert(String number) {
                try {
                    return PortAssignment.parse("the port", number);
                } catch (IllegalArgumentException e) {
                    throw new TypeConversionException(e.getMessage());
                }
            }
        }
    }
}
