package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.number.NumberState;
import dev.coexistence.dispatch.recipient.PageRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the lanes' questions from the database, a few at the same time, so that a long answer for
 * one number delays no other. An outage is waited for.
 */
public final class QueueLoader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(QueueLoader.class);
    private static final long RETRY_MILLIS = 200;

    private final QueueReader reader;
    private final NumberStore numbers;
    private final ExecutorService readers;

    public QueueLoader(QueueReader reader, NumberStore numbers, QueueSettings settings) {
        this.reader = reader;
        this.numbers = numbers;
        this.readers =
                Executors.newFixedThreadPool(
                        settings.readers(),
                        Thread.ofPlatform().name("dispatch-reader-", 1).daemon().factory());
    }

    public void read(PageRequest wanted, Consumer<List<Command>> answer) {
        readers.execute(() -> answer.accept(persistently(() -> reader.read(wanted))));
    }

    public void find(String number, Consumer<Optional<NumberState>> answer) {
        readers.execute(() -> answer.accept(persistently(() -> numbers.find(number))));
    }

    private <T> T persistently(Supplier<T> question) {
        while (true) {
            try {
                return question.get();
            } catch (RuntimeException e) {
                if (readers.isShutdown()) {
                    throw e;
                }
                log.atWarn().setCause(e).log("A queue could not be read, trying again");
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }
}
