package dev.coexistence.ingest.operate;

import dev.coexistence.access.AccessRefusal;
import dev.coexistence.access.Caller;
import dev.coexistence.access.Scope;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.apache.kafka.common.errors.RetriableException;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * The operators' commands on the command line. Exit code 0: done, 1: failed, 2: not understood,
 * with the usage of the command.
 */
@Component
@ConditionalOnProperty(name = "ingest.role", havingValue = "command")
class OperatorCommands implements CommandLineRunner, ExitCodeGenerator {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    /** Whoever may start the program with the brokers' credentials may do all of it. */
    static final Caller OPERATOR =
            new Caller(
                    Caller.Kind.SERVICE,
                    "command-line",
                    System.getProperty("user.name", "unknown"),
                    null,
                    Set.of(Scope.OPERATE),
                    null);

    private static final int WIDTH = 120;

    private final TopicScanner scanner;
    private final DeadLetterReader letters;
    private final Redrive redrive;
    private final Replay replay;
    private final OperatorAudit audit;
    private final InstantSource time;
    private int exitCode = FAILED;

    OperatorCommands(
            TopicScanner scanner,
            DeadLetterReader letters,
            Redrive redrive,
            Replay replay,
            OperatorAudit audit,
            InstantSource time) {
        this.scanner = scanner;
        this.letters = letters;
        this.redrive = redrive;
        this.replay = replay;
        this.audit = audit;
        this.time = time;
    }

    /** Runs the command that the program was started with. */
    @Override
    public void run(String... words) {
        var output = new FileOutputStream(FileDescriptor.out);
        exitCode = run(words, new PrintStream(output, true, StandardCharsets.UTF_8));
    }

    @Override
    public int getExitCode() {
        return exitCode;
    }

    /** Runs one command and returns its exit code. */
    int run(String[] words, PrintStream stream) {
        var out = new PrintWriter(stream, true, StandardCharsets.UTF_8);
        var line =
                new CommandLine(new WebhookCommands(scanner, replay, audit, time, out))
                        .addSubcommand(new DeadLetterCommands(letters, redrive, audit, out))
                        .registerConverter(Instant.class, OperatorCommands::parseTime)
                        .setOut(out)
                        .setErr(out)
                        .setUsageHelpWidth(WIDTH)
                        .setParameterExceptionHandler((e, _) -> explain(e))
                        .setExecutionExceptionHandler((e, failed, _) -> explain(e, failed));
        int code = line.execute(words);
        out.flush();
        return code;
    }

    private static int explain(ParameterException e) {
        var out = e.getCommandLine().getOut();
        out.println(e.getMessage());
        e.getCommandLine().usage(out);
        return USAGE;
    }

    private static int explain(Exception e, CommandLine failed) throws Exception {
        return switch (e) {
            case IllegalArgumentException argument ->
                    explain(new ParameterException(failed, String.valueOf(argument.getMessage())));
            case RetriableException away -> {
                failed.getOut().println("The broker does not answer: " + away.getMessage());
                yield FAILED;
            }
            case AccessRefusal away -> {
                failed.getOut().println(away.getBody().getDetail());
                yield FAILED;
            }
            default -> throw e;
        };
    }

    private static Instant parseTime(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw new TypeConversionException("must be a time such as 2026-11-22T18:00:00Z");
        }
    }
}
