package dev.coexistence.ingest.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.ingest.split.ItemPublisherFactory;
import dev.coexistence.ingest.split.Splitter;
import dev.coexistence.ingest.split.event.NumberDirectory;
import dev.coexistence.kafka.DeadLetters;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.KafkaEdgeConfiguration;
import dev.coexistence.schemas.EventSerde;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class OperatorCommandsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");
    private static final AnnotationConfigApplicationContext CONTEXT = context();
    private static final OperatorCommands COMMANDS = commands();

    /** A command that has all that commands share. */
    @Command
    static final class Parsed {
        @Mixin final RecordPlace place = new RecordPlace();
    }

    /** Exit code and output of a command. */
    private record Run(int exitCode, String said) {}

    @Test
    void readsAPlaceBetweenTheOptions() {
        var parsed = new Parsed();

        new CommandLine(parsed).parseArgs("3", "17");

        assertThat(parsed.place.partition()).isEqualTo(3);
        assertThat(parsed.place.offset()).isEqualTo(17);
    }

    @Test
    void readsASpanOfTimeThatEndsNowUnlessSaid() {
        var open = replay("--from", "2026-11-22T17:00:00Z");
        var closed =
                replay("--from=2026-11-22T17:00:00Z", "--to=2026-11-22T17:30:00Z", "--dry-run");

        assertThat(open.span())
                .isEqualTo(new ReplaySpan.OfTime(Instant.parse("2026-11-22T17:00:00Z"), NOW));
        assertThat(open.dryRun()).isFalse();
        assertThat(closed.dryRun()).isTrue();
        assertThat(((ReplaySpan.OfTime) closed.span()).to())
                .isEqualTo(Instant.parse("2026-11-22T17:30:00Z"));
    }

    @Test
    void readsASpanOfOffsetsWithFilters() {
        var order =
                replay(
                        "--partition",
                        "2",
                        "--from-offset",
                        "5",
                        "--to-offset",
                        "9",
                        "--number",
                        "9000",
                        "--field",
                        "history");

        assertThat(order.span()).isEqualTo(new ReplaySpan.OfOffsets(2, 5, 9));
        assertThat(order.filter().number()).isEqualTo("9000");
        assertThat(order.filter().field()).isEqualTo("history");
    }

    @Test
    void refusesASpanThatIsNone() {
        assertThatThrownBy(() ->
                        replay("--from", "2026-11-22T18:00:00Z", "--to", "2026-11-22T17:00:00Z"))
                .hasMessageContaining("from must be before to");
        assertThatThrownBy(() -> replay()).hasMessageContaining("Give --from");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "replay --from yesterday        | must be a time such as 2026-11-22T18:00:00Z",
                "replay --from                  | Missing required parameter for option '--from'",
                "replay                         | Give --from",
                "replay --partition 0 --from-offset=-1 --to-offset=1 | must not be negative",
                "replay --form x                | Unknown options: '--form'",
                "show 1                         | Missing required parameter: 'OFFSET'",
                "show one 2                     | 'one' is not an int",
                "show 1 -2                      | OFFSET must not be negative",
                "dead-letters show -1 2         | PARTITION must not be negative",
                "dead-letters redrive 1 -2      | OFFSET must not be negative",
                "dead-letters                   | Missing required subcommand",
                "dead-letters list --limit=-1   | --limit must not be negative",
                "dead-letters list --limit many | 'many' is not an int",
                "dead-letters redrive           | Give PARTITION and OFFSET, or --reason",
                "dance                          | Unmatched argument at index 0: 'dance'",
            })
    void saysWhatItDoesNotUnderstandAndHowItIsUsed(String words, String said) {
        var run = run(words);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.said()).contains(said, "Usage: webhook-ingest-service");
    }

    @ParameterizedTest
    @CsvSource({
        "help, dead-letters",
        "show --help, PARTITION",
        "replay --help, --to-offset=N",
        "dead-letters redrive --help, --reason=R"
    })
    void explainsItself(String words, String said) {
        var run = run(words);

        assertThat(run.exitCode()).isZero();
        assertThat(run.said()).contains("Usage:", said);
    }

    @ParameterizedTest
    @CsvSource({
        "show 3 17",
        "show 3 --body 17",
        "replay --from 2026-11-22T17:00:00Z",
        "dead-letters list --redriven",
        "dead-letters show 3 --body 17",
        "dead-letters redrive 3 17",
        "dead-letters redrive --reason=NOT_JSON --limit 5"
    })
    void failsWhileTheBrokerIsAway(String words) {
        var run = run(words);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.said()).isEqualToIgnoringNewLines("The broker does not answer: away");
    }

    private static Replay.Order replay(String... words) {
        var options = new ReplayOptions();
        CommandLine.populateCommand(options, words);
        return options.order(NOW);
    }

    /** Runs a command whose broker is away. */
    private static Run run(String words) {
        var out = new ByteArrayOutputStream();
        int exitCode =
                COMMANDS.run(words.split(" "), new PrintStream(out, true, StandardCharsets.UTF_8));
        return new Run(exitCode, out.toString(StandardCharsets.UTF_8));
    }

    private static OperatorCommands commands() {
        var time = InstantSource.fixed(NOW);
        var scanner =
                new TopicScanner(() -> {
                    throw new TimeoutException("away");
                });
        var letters = new DeadLetterReader(scanner);
        var splitter = new Splitter(NumberDirectory.NONE);
        var events = CONTEXT.getBean(EventPublisher.class);
        var publishers =
                new ItemPublisherFactory(
                        events,
                        CONTEXT.getBean(DeadLetters.class),
                        new IngestMetrics(new SimpleMeterRegistry()),
                        time);
        return new OperatorCommands(
                scanner,
                letters,
                new Redrive(letters, scanner, splitter, publishers, events, time),
                new Replay(scanner, CONTEXT.getBean(EventSerde.class), splitter, publishers),
                new OperatorAudit((_, _, _, _, _, _) -> {}),
                time);
    }

    private static AnnotationConfigApplicationContext context() {
        var context = new AnnotationConfigApplicationContext();
        TestPropertyValues.of("kafka.bootstrap-servers=127.0.0.1:1").applyTo(context);
        context.registerBean(SimpleMeterRegistry.class);
        context.register(SslAutoConfiguration.class, KafkaEdgeConfiguration.class);
        context.refresh();
        return context;
    }

    @AfterAll
    static void close() {
        CONTEXT.close();
    }
}
