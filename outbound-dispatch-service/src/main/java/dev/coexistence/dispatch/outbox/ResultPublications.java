package dev.coexistence.dispatch.outbox;

import dev.coexistence.database.OutboxTable;
import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.refusal.Hold;
import dev.coexistence.dispatch.refusal.MetaRefusal;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.HoldState;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.MetaError;
import dev.coexistence.schemas.events.NumberHold;
import dev.coexistence.schemas.events.Priority;
import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.schemas.events.SendResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Publications about a command or a number, as the bytes of their records. Thread-safe. */
public final class ResultPublications {
    private static final int LONGEST_NAME = 200;

    private final EventSerde serde;

    /**
     * Requests made so far.
     *
     * @param sentAt when the last request was written
     */
    public record Tries(int attempts, @Nullable Instant sentAt, Instant decidedAt) {}

    public ResultPublications(EventSerde serde) {
        this.serde = serde;
    }

    /** It is stored, and not sent yet. */
    public OutboxTable.Entry queued(Command command) {
        return publication(
                command,
                start(command, "queued", new Tries(0, null, command.terms().queuedAt()))
                        .setOutcome(SendOutcomeKind.QUEUED)
                        .setTerminal(false));
    }

    /**
     * Another command has its key already, and keeps it. What is published speaks of this one alone
     * and ends nothing: the other has its own end.
     *
     * @param end that it would have; null where it would have waited
     * @param meaning hash of what it asks for
     */
    public OutboxTable.Entry keyReused(
            Command command, @Nullable Outcome end, String meaning, Instant now) {
        Reason reason =
                end instanceof Outcome.Rejected(Reason why, _, _) && why == Reason.UNKNOWN_ACTION
                        ? why
                        : Reason.IDEMPOTENCY_KEY_REUSED;
        var rejected =
                new Outcome.Rejected(
                        reason, null, "Another command of the number has this id already");
        return publication(
                command,
                start(command, "reused-" + meaning, new Tries(0, null, now))
                        .setOutcome(SendOutcomeKind.REJECTED)
                        .setReason(reason.name())
                        .setError(error(rejected))
                        .setTerminal(false));
    }

    /**
     * It was given for a tenant whose the number is not. Its key stays free, and may be another
     * command's: what is published ends nothing, and holds nothing of what was to be sent.
     *
     * @param command its key alone
     * @param place of its record, by which a repetition is told
     */
    public OutboxTable.Entry wrongTenant(Command command, String place, Instant now) {
        return publication(
                command,
                start(command, "tenant-" + place, new Tries(0, null, now))
                        .setOutcome(SendOutcomeKind.REJECTED)
                        .setReason(Reason.WRONG_TENANT.name())
                        .setError(
                                error(
                                        new Outcome.Rejected(
                                                Reason.WRONG_TENANT,
                                                null,
                                                "The number is not the command's tenant's")))
                        .setTerminal(false));
    }

    /** It may have gone out. */
    public OutboxTable.Entry doubtful(Command command, Reason reason, Tries tries) {
        return publication(
                command,
                start(command, "unknown-" + tries.attempts(), tries)
                        .setOutcome(SendOutcomeKind.UNKNOWN)
                        .setReason(reason.name())
                        .setTerminal(false));
    }

    /** It went out after all, as was found after it had ended as unknown. */
    public OutboxTable.Entry lateEvidence(Command command, String wamid, Tries tries) {
        return publication(
                command,
                start(command, "evidence", tries)
                        .setOutcome(SendOutcomeKind.ACCEPTED)
                        .setWamid(wamid)
                        .setReason(Reason.STATUS_EVIDENCE.name())
                        .setTerminal(false));
    }

    /** Its end. */
    public OutboxTable.Entry ended(Command command, Outcome outcome, Tries tries) {
        SendResult.Builder result = start(command, "end", tries).setTerminal(true);
        switch (outcome) {
            case Outcome.Accepted accepted ->
                    result.setOutcome(SendOutcomeKind.ACCEPTED)
                            .setWamid(accepted.wamid())
                            .setMessageStatus(accepted.messageStatus())
                            .setRecipient(recipient(command, accepted.waId()));
            case Outcome.Rejected rejected ->
                    result.setOutcome(SendOutcomeKind.REJECTED)
                            .setReason(rejected.reason().name())
                            .setError(error(rejected));
            case Outcome.Expired _ -> result.setOutcome(SendOutcomeKind.EXPIRED);
            case Outcome.Cancelled(Reason reason) ->
                    result.setOutcome(SendOutcomeKind.CANCELLED)
                            .setReason(reason == null ? null : reason.name());
            case Outcome.Unknown unknown ->
                    result.setOutcome(SendOutcomeKind.UNKNOWN).setReason(unknown.reason().name());
        }
        return publication(command, result);
    }

    /** That Meta takes nothing of a number, or does again. */
    public OutboxTable.Entry hold(Hold hold, long version, long waiting, Instant at) {
        NumberHold event =
                NumberHold.newBuilder()
                        .setPhoneNumberId(hold.number())
                        .setVersion(version)
                        .setState(HoldState.valueOf(hold.stage().name()))
                        .setReason(hold.reason().name())
                        .setReleasedBy(hold.reason().releasedBy().name())
                        .setError(error(hold.refusal()))
                        .setErrorSubcode(hold.refusal().subcode())
                        .setSince(hold.since())
                        .setNextProbeAt(hold.nextProbeAt())
                        .setProbes(hold.probes())
                        .setWaiting(waiting)
                        .setNextAction(hold.reason().nextAction())
                        .setChangedAt(at)
                        .build();
        return new OutboxTable.Entry(
                Topics.NUMBER_HOLDS.name(),
                hold.partition(),
                hold.number(),
                serde.write(Topics.NUMBER_HOLDS, event),
                null);
    }

    private static MetaError error(MetaRefusal refusal) {
        return MetaError.newBuilder()
                .setCode(refusal.code())
                .setTitle(refusal.title())
                .setMessage(refusal.message())
                .setDetails(refusal.details())
                .build();
    }

    private OutboxTable.Entry publication(Command command, SendResult.Builder result) {
        return new OutboxTable.Entry(
                Topics.SEND_RESULTS.name(),
                command.partition(),
                command.number(),
                serde.write(Topics.SEND_RESULTS, result.build()),
                command.content().traceparent());
    }

    private static SendResult.Builder start(Command command, String kind, Tries tries) {
        Command.Content content = command.content();
        return SendResult.newBuilder()
                .setResultId(command.number() + ":" + name(command.id()) + ":" + kind)
                .setCommandId(command.id())
                .setPhoneNumberId(command.number())
                .setRecipient(recipient(command, null))
                .setGroupId(content.group())
                .setType(content.type())
                .setPreview(content.preview())
                .setRepliesTo(content.repliesTo())
                .setMessageJson(content.json())
                .setReference(content.reference())
                .setPriority(priority(command))
                .setAttempts(tries.attempts())
                .setQueuedAt(command.terms().queuedAt())
                .setSentAt(tries.sentAt())
                .setDecidedAt(tries.decidedAt());
    }

    /** An id that is too long to be one stands in the result once, and is enough. */
    private static String name(String id) {
        return id.length() <= LONGEST_NAME
                ? id
                : UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Of a group's message, nobody: Meta's answer names the group where a person would stand. */
    private static Identity recipient(Command command, @Nullable String waId) {
        if (command.content().group() != null) {
            return Identity.newBuilder().build();
        }
        return Identity.newBuilder()
                .setPhone(waId != null ? waId : command.content().to())
                .setBsuid(command.content().bsuid())
                .build();
    }

    private static @Nullable MetaError error(Outcome.Rejected rejected) {
        MetaRefusal refusal = rejected.refusal();
        if (refusal != null) {
            return error(refusal);
        }
        return MetaError.newBuilder()
                .setCode(0)
                .setTitle(rejected.reason().name())
                .setDetails(rejected.detail())
                .build();
    }

    /** A signal is told as what goes first; the commands' own word for it was not kept. */
    private static Priority priority(Command command) {
        return switch (command.priority()) {
            case SIGNAL, URGENT -> Priority.URGENT;
            case HIGH -> Priority.HIGH;
            case NORMAL -> Priority.NORMAL;
            case BULK -> Priority.BULK;
        };
    }
}
