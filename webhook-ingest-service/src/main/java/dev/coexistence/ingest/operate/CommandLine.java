package dev.coexistence.ingest.operate;

import java.time.InstantSource;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** Runs the command that the program was started with. */
@Component
@ConditionalOnProperty(name = "ingest.role", havingValue = "command")
class CommandLine implements CommandLineRunner, ExitCodeGenerator {
    private final Commands commands;
    private int exitCode = Commands.FAILED;

    CommandLine(
            Records records,
            DeadLetterShelf shelf,
            Redrive redrive,
            Replay replay,
            InstantSource time) {
        this.commands = new Commands(records, shelf, redrive, replay, time);
    }

    @Override
    public void run(String... words) {
        exitCode = commands.run(words, Commands.standardOutput());
    }

    @Override
    public int getExitCode() {
        return exitCode;
    }
}
