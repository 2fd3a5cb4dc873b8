package dev.coexistence.dispatch.intake;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.number.ModeRules;
import dev.coexistence.dispatch.number.NumberState;
import dev.coexistence.dispatch.queue.CommandStore.Fresh;
import dev.coexistence.schemas.events.CommandAction;
import dev.coexistence.schemas.events.SendCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns a command as it was produced into one that can be stored, or into the outcome it ends with
 * at once.
 */
public final class CommandReader {
    /** Longest id of a command, and of a number, in characters. */
    public static final int LONGEST_ID = 200;

    private static final int LONGEST_REFERENCE = 10_000;

    private final Function<String, Optional<NumberState>> numbers;
    private final @Nullable Duration maxAge;

    /**
     * Verdict on a command before it is stored.
     *
     * @param meaning what it asks for, as a hash
     * @param fault why it will not be sent; null where it may be
     * @param command as it would be stored
     */
    public record Judgement(String meaning, @Nullable Fault fault, Command command) {}

    /**
     * @param field the member that is at fault
     */
    public record Fault(String field, Reason reason, String detail) {
        Outcome outcome() {
            return new Outcome.Rejected(reason, null, detail);
        }
    }

    private record Read(
            OutboundContent content,
            RecipientAddress addressee,
            String meaning,
            @Nullable Fault fault) {}

    /**
     * @param numbers how a number stands, empty where nothing is known of it; asked only about
     *     messages that a mode could forbid
     * @param maxAge after which a command without an expiry of its own expires
     */
    public CommandReader(
            Function<String, Optional<NumberState>> numbers, @Nullable Duration maxAge) {
        this.numbers = numbers;
        this.maxAge = maxAge;
    }

    /** True where the command names itself and its number, so that a result can be published. */
    static boolean hasIdentity(SendCommand command) {
        return !command.getCommandId().isBlank() && !command.getPhoneNumberId().isBlank();
    }

    /** Reason for which the table cannot hold a command's key; null where it can. */
    static @Nullable Fault keyFault(SendCommand command) {
        Fault fault = keyFault("commandId", command.getCommandId(), Reason.BAD_COMMAND_ID);
        return fault != null
                ? fault
                : keyFault("phoneNumberId", command.getPhoneNumberId(), Reason.UNKNOWN_NUMBER);
    }

    private static @Nullable Fault keyFault(String field, String id, Reason reason) {
        String fault = StorableText.fault(field, id);
        if (fault == null && id.length() > LONGEST_ID) {
            fault = field + " has more than " + LONGEST_ID + " characters";
        }
        return fault == null ? null : new Fault(field, reason, fault);
    }

    /** Judges a command that asks to send, before it is stored. */
    public Judgement judge(SendCommand command, Instant now) {
        Read read = read(command);
        Fault fault = keyFault(command);
        return new Judgement(
                read.meaning(),
                fault != null ? fault : read.fault(),
                fresh(command, 0, null, now, read, fault).command());
    }

    /**
     * Reads a command that asks to send.
     *
     * @param traceparent the trace it belongs to
     */
    Fresh read(SendCommand command, int partition, @Nullable String traceparent, Instant now) {
        Read read = read(command);
        Fault fault = read.fault();
        return fresh(command, partition, traceparent, now, read, fault);
    }

    /** Reads a command whose key cannot be held: its result alone. */
    Fresh readUnkept(
            SendCommand command,
            int partition,
            @Nullable String traceparent,
            Instant now,
            Fault fault) {
        Read nothing = nothing(command, fault);
        return fresh(command, partition, traceparent, now, nothing, fault);
    }

    /** Reads the key of a command that names a tenant whose the number is not. */
    Command readForeign(SendCommand command, int partition, Instant now) {
        var key =
                SendCommand.newBuilder()
                        .setCommandId(StorableText.clean(command.getCommandId()))
                        .setPhoneNumberId(command.getPhoneNumberId())
                        .build();
        var fault = new Fault("tenant", Reason.WRONG_TENANT, "");
        return fresh(key, partition, null, now, nothing(key, fault), fault).command();
    }

    /** Reads the cancellation of a command of which nothing is known. */
    Fresh cancel(SendCommand command, int partition, @Nullable String traceparent, Instant now) {
        var fault =
                new Fault(
                        "commandId",
                        Reason.UNKNOWN_COMMAND,
                        "No command of that id came in for the number during the last days");
        return fresh(command, partition, traceparent, now, nothing(command, fault), fault);
    }

    private static Read nothing(SendCommand command, Fault fault) {
        OutboundContent content =
                OutboundContent.refused(fault.field(), fault.reason(), fault.detail());
        RecipientAddress nobody =
                new RecipientAddress(
                        null, null, null, fault.field(), fault.reason(), fault.detail());
        return new Read(content, nobody, CommandMeaning.of(command, nobody, content), fault);
    }

    private Read read(SendCommand command) {
        OutboundContent content = OutboundContent.of(command);
        RecipientAddress addressee = RecipientAddress.of(command, content.envelope());
        String meaning = CommandMeaning.of(command, addressee, content);
        return new Read(content, addressee, meaning, fault(command, content, addressee));
    }

    private @Nullable Fault fault(
            SendCommand command, OutboundContent content, RecipientAddress addressee) {
        if (command.getAction() == CommandAction.UNKNOWN) {
            return new Fault("action", Reason.UNKNOWN_ACTION, "This version knows no such action");
        }
        if (content.reason() != null) {
            return fault(content.field(), content.reason(), content.problem());
        }
        if (addressee.reason() == Reason.BAD_RECIPIENT
                || (addressee.reason() != null && !content.needsNoRecipient())) {
            return fault(addressee.field(), addressee.reason(), addressee.problem());
        }
        String reference = command.getReference().orElse("");
        String unstorable =
                reference.length() > LONGEST_REFERENCE
                        ? "reference has more than " + LONGEST_REFERENCE + " characters"
                        : StorableText.fault("reference", reference);
        if (unstorable != null) {
            return new Fault("reference", Reason.BAD_CONTENT, unstorable);
        }
        for (String field : new String[] {"notBefore", "expiresAt"}) {
            Optional<Instant> time =
                    field.equals("notBefore") ? command.getNotBefore() : command.getExpiresAt();
            if (!StorableText.holds(time.orElse(null))) {
                return new Fault(
                        field, Reason.BAD_TIME, field + " lies outside the years 1 to 9999");
            }
        }
        return forbidden(command.getPhoneNumberId(), content.type(), addressee.group());
    }

    private static Fault fault(
            @Nullable String field, @Nullable Reason reason, @Nullable String problem) {
        return new Fault(
                field == null ? "" : field,
                reason == null ? Reason.BAD_CONTENT : reason,
                problem == null ? "" : problem);
    }

    /**
     * Refusal by the number's mode; null while the connection is not known, as the lane asks again
     * before it sends.
     */
    private @Nullable Fault forbidden(String number, String type, @Nullable String group) {
        if (!ModeRules.concerns(type, group)) {
            return null;
        }
        return numbers.apply(number)
                .map(state -> ModeRules.refusal(state, type, group))
                .map(refusal ->
                        fault(
                                group == null ? "message" : "groupId",
                                refusal.reason(),
                                refusal.detail()))
                .orElse(null);
    }

    private Fresh fresh(
            SendCommand command,
            int partition,
            @Nullable String traceparent,
            Instant now,
            Read read,
            @Nullable Fault fault) {
        OutboundContent content = read.content();
        RecipientAddress addressee = read.addressee();
        String alone = (content.needsNoRecipient() ? "read:" : "none:") + command.getCommandId();
        var stored =
                new Command(
                        command.getCommandId(),
                        number(command),
                        partition,
                        0,
                        content.needsNoRecipient() ? Priority.SIGNAL : priority(command),
                        content.needsNoRecipient() ? alone : addressee.line().orElse(alone),
                        new Command.Content(
                                addressee.to(),
                                addressee.bsuid(),
                                addressee.group(),
                                content.type(),
                                content.json(),
                                content.preview(),
                                content.template(),
                                content.repliesTo(),
                                command.getReference().map(CommandReader::reference).orElse(null),
                                traceparent),
                        new Command.Terms(
                                now,
                                command.getNotBefore().filter(StorableText::holds).orElse(null),
                                expiry(command, now),
                                Command.UnknownPolicy.valueOf(command.getUnknownPolicy().name())),
                        0,
                        false);
        return new Fresh(stored, fault == null ? null : fault.outcome(), read.meaning());
    }

    /** As Meta's ids are never so long, nothing is lost of one that exists. */
    private static String number(SendCommand command) {
        String number = StorableText.clean(command.getPhoneNumberId());
        return number.length() > LONGEST_ID ? number.substring(0, LONGEST_ID) : number;
    }

    private static String reference(String stated) {
        return StorableText.clean(
                stated.length() > LONGEST_REFERENCE
                        ? stated.substring(0, LONGEST_REFERENCE)
                        : stated);
    }

    private @Nullable Instant expiry(SendCommand command, Instant now) {
        Instant stated = command.getExpiresAt().filter(StorableText::holds).orElse(null);
        return stated == null && maxAge != null ? now.plus(maxAge) : stated;
    }

    private static Priority priority(SendCommand command) {
        return switch (command.getPriority()) {
            case URGENT -> Priority.URGENT;
            case HIGH -> Priority.HIGH;
            case NORMAL -> Priority.NORMAL;
            case BULK -> Priority.BULK;
        };
    }
}
