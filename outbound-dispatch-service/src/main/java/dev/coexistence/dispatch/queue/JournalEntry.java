package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.number.SendAttempt;
import dev.coexistence.dispatch.refusal.Hold;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something to make durable. Each is about one partition, and is written under one epoch of it. */
sealed interface JournalEntry {
    int partition();

    /** A message is about to leave. */
    record Intend(SendAttempt attempt) implements JournalEntry {
        @Override
        public int partition() {
            return attempt.command().partition();
        }
    }

    /**
     * A message provably did not leave, or was refused; it waits again, perhaps for a later time.
     */
    record Withdraw(SendAttempt attempt, int attempts, @Nullable Instant notBefore)
            implements JournalEntry {
        @Override
        public int partition() {
            return attempt.command().partition();
        }
    }

    /**
     * A command ended.
     *
     * @param attempts requests made
     * @param sentAt when the last was written
     */
    record Finish(
            Command command,
            Outcome outcome,
            int attempts,
            @Nullable Instant sentAt,
            Instant decidedAt)
            implements JournalEntry {
        @Override
        public int partition() {
            return command.partition();
        }

        /** As a status proves it, unless Meta's own answer did. */
        Finish provenBy(String wamid) {
            return outcome instanceof Outcome.Accepted
                    ? this
                    : new Finish(command, Outcome.provenBy(wamid), attempts, sentAt, decidedAt);
        }
    }

    /** Nobody knows whether a message left. */
    record Doubt(Command command, Reason reason, int attempts, Instant sentAt)
            implements JournalEntry {
        @Override
        public int partition() {
            return command.partition();
        }
    }

    /** A command in doubt is to be sent again, as its policy says. */
    record Resend(Command command) implements JournalEntry {
        @Override
        public int partition() {
            return command.partition();
        }
    }

    /** Evidence came for a command that had ended as unknown. */
    record LateEvidence(Command command, String wamid, Instant decidedAt) implements JournalEntry {
        @Override
        public int partition() {
            return command.partition();
        }
    }

    /** Meta refused a command because its template is paused. */
    record TemplatePaused(Command command, Instant at) implements JournalEntry {
        @Override
        public int partition() {
            return command.partition();
        }
    }

    /** Everything that waits for a number ends. */
    record EndAll(String number, int partition, Reason reason) implements JournalEntry {}

    /**
     * State of a number's hold.
     *
     * @param waiting commands of the number that wait
     */
    record Held(Hold hold, long waiting, Instant at) implements JournalEntry {
        @Override
        public int partition() {
            return hold.partition();
        }
    }
}
