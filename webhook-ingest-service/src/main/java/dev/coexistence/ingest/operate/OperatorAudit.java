package dev.coexistence.ingest.operate;

import dev.coexistence.access.AuditLog;
import dev.coexistence.access.Caller;
import dev.coexistence.schemas.Topics;
import org.jspecify.annotations.Nullable;

/**
 * Audit of what operators do with the past, by HTTP or as a command, and of their looks at what
 * customers wrote. The things are the platform's, so the entries are too. Each is written before it
 * is done: what fails half-way was asked for all the same.
 */
final class OperatorAudit {
    private final AuditLog log;

    OperatorAudit(AuditLog log) {
        this.log = log;
    }

    /**
     * A look at a whole body. Redacted shapes and lists show nobody's words and are not written.
     */
    void recordLook(Caller caller, Subject subject, int partition, long offset) {
        write(caller, subject.word + ".read", at(partition, offset), null);
    }

    void recordRedrive(Caller caller, int partition, long offset) {
        write(caller, "dead-letter.redrive", at(partition, offset), null);
    }

    /** All letters of a reason, as one entry. */
    void recordRedriveOf(Caller caller, String reason, int limit) {
        write(caller, "dead-letter.redrive", reason, "at most " + limit);
    }

    void recordReplay(Caller caller, Replay.Order order) {
        write(caller, "webhook.replay", Topics.WEBHOOKS.name(), order.describe());
    }

    /** Kind of what an operator looks at. */
    enum Subject {
        WEBHOOK("webhook"),
        DEAD_LETTER("dead-letter");

        private final String word;

        Subject(String word) {
            this.word = word;
        }
    }

    private static String at(int partition, long offset) {
        return partition + "@" + offset;
    }

    private void write(Caller caller, String action, String object, @Nullable String after) {
        log.write(caller, action, object, null, null, after);
    }
}
