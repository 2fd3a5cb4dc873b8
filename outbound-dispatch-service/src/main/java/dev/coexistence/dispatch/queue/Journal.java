package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.number.SendAttempt;
import dev.coexistence.dispatch.ownership.Ownership;
import dev.coexistence.dispatch.queue.JournalStatements.Committed;
import dev.coexistence.dispatch.refusal.Hold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes intents and outcomes durable: one thread, and one commit for all that came while the last
 * was under way. Entries of one command are written in the order in which they came. An outage is
 * waited for; meanwhile nothing new leaves, as no intent is committed.
 */
public final class Journal implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);
    private static final long RETRY_MILLIS = 200;

    /** Nanoseconds for which entries gather that came while the last commit was under way. */
    private static final long GATHER_NANOS = 4_000_000;

    private record Pending(JournalEntry entry, long epoch) {}

    private final LinkedBlockingQueue<Pending> pending = new LinkedBlockingQueue<>();
    private final JournalStatements statements;
    private final Ownership ownership;
    private final JournalListener listener;
    private final int batch;
    private final Thread thread;
    private volatile boolean closed;

    public Journal(
            JournalStatements statements,
            Ownership ownership,
            JournalListener listener,
            int batch) {
        this.statements = statements;
        this.ownership = ownership;
        this.listener = listener;
        this.batch = batch;
        this.thread = Thread.ofPlatform().name("dispatch-journal").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Makes an intent durable. */
    public void intend(SendAttempt attempt) {
        add(new JournalEntry.Intend(attempt));
    }

    public void withdraw(SendAttempt attempt, int attempts, @Nullable Instant notBefore) {
        add(new JournalEntry.Withdraw(attempt, attempts, notBefore));
    }

    /**
     * @param sentAt when the request was written that decided it; null where none was
     */
    public void finish(
            Command command, Outcome outcome, @Nullable Instant sentAt, Instant decidedAt) {
        int attempts = command.attempts() + (sentAt == null ? 0 : 1);
        add(new JournalEntry.Finish(command, outcome, attempts, sentAt, decidedAt));
    }

    public void doubt(Command command, Reason reason, Instant sentAt) {
        add(new JournalEntry.Doubt(command, reason, command.attempts() + 1, sentAt));
    }

    /**
     * @param waiting commands of the number that wait
     */
    public void hold(Hold hold, long waiting, Instant at) {
        add(new JournalEntry.Held(hold, waiting, at));
    }

    public void templatePaused(Command command, Instant at) {
        add(new JournalEntry.TemplatePaused(command, at));
    }

    public void endAll(String number, int partition, Reason reason) {
        add(new JournalEntry.EndAll(number, partition, reason));
    }

    void add(JournalEntry entry) {
        pending.add(new Pending(entry, ownership.epoch(entry.partition())));
    }

    /** Entries that wait for a commit. */
    public int backlog() {
        return pending.size();
    }

    private void run() {
        var taken = new ArrayList<Pending>(batch);
        while (!closed) {
            try {
                if (taken.isEmpty()) {
                    Pending first = pending.poll(100, TimeUnit.MILLISECONDS);
                    if (first == null) {
                        continue;
                    }
                    taken.add(first);
                    pending.drainTo(taken, batch - 1);
                }
                write(taken);
                taken.clear();
                gather();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (closed) {
                    return;
                }
                log.atError()
                        .addKeyValue("entries", taken.size())
                        .setCause(e)
                        .log("Journal could not be written");
                pause();
            }
        }
    }

    /**
     * Many small commits cost more than a few larger ones; an entry that comes alone waits for
     * nothing.
     */
    private void gather() {
        int waiting = pending.size();
        if (waiting > 0 && waiting < batch / 2) {
            LockSupport.parkNanos(this, GATHER_NANOS);
        }
    }

    private void write(List<Pending> taken) {
        Map<Integer, Long> epochs = new HashMap<>();
        for (Pending one : taken) {
            epochs.merge(one.entry().partition(), one.epoch(), Math::max);
        }
        List<JournalEntry> entries = new ArrayList<>(taken.size());
        for (Pending one : taken) {
            int partition = one.entry().partition();
            if (one.epoch() == epochs.getOrDefault(partition, Ownership.NONE)
                    && one.epoch() != Ownership.NONE) {
                entries.add(one.entry());
            }
        }
        epochs.values().removeIf(epoch -> epoch == Ownership.NONE);
        Committed committed = statements.write(epochs, entries);
        for (int partition : committed.lost()) {
            if (ownership.epoch(partition) == epochs.getOrDefault(partition, Ownership.NONE)) {
                listener.onPartitionLost(partition);
            }
        }
        for (JournalEntry entry : committed.entries()) {
            tell(entry, committed);
        }
        for (JournalEntry.Finish finish : committed.ended()) {
            listener.onFinished(finish.command(), finish.outcome());
        }
        if (committed.publications() > 0) {
            listener.onPublished();
        }
    }

    private void tell(JournalEntry entry, Committed committed) {
        switch (entry) {
            case JournalEntry.Intend intend -> {
                if (committed.intended().contains(intend.attempt().command().key())) {
                    listener.onIntended(intend.attempt());
                } else if (committed.withheld().contains(intend.attempt().command().key())) {
                    listener.onWithheld(intend.attempt());
                } else {
                    listener.onAlreadyEnded(intend.attempt());
                }
            }
            case JournalEntry.Withdraw withdraw -> listener.onWithdrawn(withdraw.attempt());
            case JournalEntry.Doubt doubt -> listener.onDoubted(doubt.command());
            case JournalEntry.EndAll end -> {
                if (committed.unfinished().contains(end)) {
                    add(end);
                } else {
                    listener.onAllEnded(end.number());
                }
            }
            case JournalEntry.Finish _,
                    JournalEntry.Resend _,
                    JournalEntry.LateEvidence _,
                    JournalEntry.TemplatePaused _,
                    JournalEntry.Held _ -> {}
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
