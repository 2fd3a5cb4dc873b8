package dev.coexistence.dispatch.simulation;

import static dev.coexistence.dispatch.simulation.Scenario.SECOND;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.command.UnknownResolution;
import dev.coexistence.dispatch.number.NumberEvent.Backlog;
import dev.coexistence.dispatch.number.SendAttempt;
import dev.coexistence.dispatch.recipient.PageRequest;
import dev.coexistence.dispatch.refusal.Hold;
import dev.coexistence.simulator.guarantees.Ended;
import dev.coexistence.simulator.guarantees.Guarantee;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is durable: the tables of the queue, with their fence. Survives every dispatcher. */
final class Store {
    static final Duration DEADLINE = Duration.ofMinutes(2);
    static final long LEASE = 3 * SECOND;

    private enum State {
        QUEUED,
        UNKNOWN,
        ENDED
    }

    private static final class Row {
        private Command command;
        private State state = State.QUEUED;
        private @Nullable SendAttempt intent;
        private @Nullable String evidence;
        private Instant deadline = Instant.MAX;
        private Reason doubt = Reason.NO_ANSWER;

        Row(Command command) {
            this.command = command;
        }
    }

    private final VirtualTime time;
    private final Guarantee watched;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final TreeMap<Long, Row> bySeq = new TreeMap<>();
    private final Map<String, Hold> holds = new HashMap<>();
    private long epoch;
    private long leaseUntil;
    private long seq;
    private int open;

    Store(VirtualTime time, Guarantee watched) {
        this.time = time;
        this.watched = watched;
    }

    long epoch() {
        return epoch;
    }

    /** Commands that have not ended. */
    int open() {
        return open;
    }

    // ---- ownership

    /** Answers how long the former owner may go on writing. */
    long takeOver() {
        epoch++;
        long stillLeased = Math.max(0, leaseUntil - time.nanos());
        leaseUntil = Math.max(leaseUntil, time.nanos() + LEASE);
        for (Row row : rows.values()) {
            if (row.intent != null) {
                row.intent = null;
                if (row.state == State.QUEUED) {
                    doubt(row, Reason.DISPATCHER_STOPPED);
                }
            }
        }
        return stillLeased;
    }

    void renew() {
        leaseUntil = time.nanos() + LEASE;
    }

    void release() {
        leaseUntil = time.nanos();
    }

    List<Backlog> backlog() {
        var depths = new HashMap<String, long[]>();
        for (Row row : rows.values()) {
            if (row.state == State.QUEUED) {
                depths.computeIfAbsent(row.command.number(), _ -> new long[Priority.COUNT])[
                        row.command.priority().ordinal()]++;
            }
        }
        for (Hold hold : holds.values()) {
            if (hold.stage() != Hold.Stage.RELEASED) {
                depths.putIfAbsent(hold.number(), new long[Priority.COUNT]);
            }
        }
        return depths.entrySet().stream()
                .map(entry -> new Backlog(entry.getKey(), entry.getValue()))
                .toList();
    }

    void hold(Hold hold) {
        holds.put(hold.number(), hold);
    }

    /** Null where the number sends. */
    @Nullable Hold hold(String number) {
        Hold hold = holds.get(number);
        return hold == null || hold.stage() == Hold.Stage.RELEASED ? null : hold;
    }

    // ---- the queue

    Command insert(Command command) {
        Command placed = command.withPlace(++seq);
        Row row = new Row(placed);
        rows.put(placed.id(), row);
        bySeq.put(seq, row);
        open++;
        return placed;
    }

    List<Command> read(PageRequest wanted) {
        var found = new ArrayList<Command>();
        for (Row row : bySeq.tailMap(wanted.after(), false).values()) {
            Command command = row.command;
            if (row.state == State.QUEUED
                    && command.number().equals(wanted.number())
                    && command.priority() == wanted.priority()
                    && (wanted.recipient() == null
                            ? !wanted.except().contains(command.recipient())
                            : wanted.recipient().equals(command.recipient()))) {
                found.add(command);
                if (found.size() == wanted.limit()) {
                    break;
                }
            }
        }
        return found;
    }

    boolean intend(SendAttempt attempt) {
        Row row = row(attempt.command());
        if (row.state != State.QUEUED
                || row.evidence != null
                || (row.intent != null && row.intent != attempt)) {
            return false;
        }
        row.intent = attempt;
        return true;
    }

    void withdraw(SendAttempt attempt, int attempts) {
        Row row = row(attempt.command());
        row.intent = null;
        row.command =
                new Command(
                        row.command.id(),
                        row.command.number(),
                        row.command.partition(),
                        row.command.seq(),
                        row.command.priority(),
                        row.command.recipient(),
                        row.command.content(),
                        row.command.terms(),
                        attempts,
                        row.command.cancelled());
    }

    /** What may have left ends only as that. */
    void finish(Command command, Outcome outcome) {
        Row row = row(command);
        row.intent = null;
        boolean possible =
                switch (row.state) {
                    case QUEUED -> true;
                    case UNKNOWN ->
                            outcome instanceof Outcome.Accepted
                                    || outcome instanceof Outcome.Unknown;
                    case ENDED -> false;
                };
        if (possible) {
            row.state = State.ENDED;
            bySeq.remove(command.seq());
            open--;
            watched.ended(new Ended(command.id(), name(outcome), time.nanos()));
        }
    }

    void doubt(Command command, Reason reason) {
        Row row = row(command);
        row.intent = null;
        if (row.state == State.QUEUED) {
            doubt(row, reason);
        }
    }

    private void doubt(Row row, Reason reason) {
        row.state = State.UNKNOWN;
        row.doubt = reason;
        row.deadline = time.instant().plus(DEADLINE);
        resolve(row);
        time.after(DEADLINE.toNanos(), () -> resolve(row));
    }

    /** A status named the command. */
    void evidence(String id, String wamid) {
        Row row = rows.get(id);
        if (row != null && row.evidence == null) {
            row.evidence = wamid;
            resolve(row);
        }
    }

    private void resolve(Row row) {
        if (row.state != State.UNKNOWN) {
            return;
        }
        switch (UnknownResolution.decide(
                row.command, row.doubt, row.evidence, row.deadline, time.instant())) {
            case UnknownResolution.End end -> finish(row.command, end.outcome());
            case UnknownResolution.Resend _ -> row.state = State.QUEUED;
            case UnknownResolution.Wait _ -> {}
        }
    }

    private Row row(Command command) {
        Row row = rows.get(command.id());
        if (row == null) {
            throw new IllegalStateException("No row of " + command.id());
        }
        return row;
    }

    static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted _ -> "ACCEPTED";
            case Outcome.Rejected _ -> "REJECTED";
            case Outcome.Expired _ -> "EXPIRED";
            case Outcome.Cancelled _ -> "CANCELLED";
            case Outcome.Unknown _ -> "UNKNOWN";
        };
    }

    static Priority priority(int ordinal) {
        return Priority.values()[ordinal];
    }
}
