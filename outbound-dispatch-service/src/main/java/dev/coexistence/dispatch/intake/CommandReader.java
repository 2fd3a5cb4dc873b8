package dev.coexistence.dispatch.intake;

import dev.coexistence.dispatch.lane.Command;
import dev.coexistence.dispatch.lane.ModeRules;
import dev.coexistence.dispatch.lane.NumberState;
import dev.coexistence.dispatch.lane.Outcome;
import dev.coexistence.dispatch.lane.Priority;
import dev.coexistence.dispatch.lane.Reason;
import dev.coexistence.dispatch.queue.CommandStore.Fresh;
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
    private static final int LONGEST_ID = 200;

    private final Function<String, Optional<NumberState>> numbers;
    private final @Nullable Duration maxAge;

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
        return !command.getCommandId().isBlank()
                && command.getCommandId().length() <= LONGEST_ID
                && !command.getPhoneNumberId().isBlank();
    }

    /**
     * What comes of a command that asks to send.
     *
     * @param traceparent the trace it belongs to
     */
    public Fresh read(
            SendCommand command, int partition, @Nullable String traceparent, Instant now) {
        MessageContent content = MessageContent.of(command);
        String to = digits(command.getTo().orElse(""));
        String bsuid = command.getRecipient().filter(id -> !id.isBlank()).orElse(null);
        String recipient = to != null ? to : bsuid;
        Outcome outcome = null;
        if (content.reason() != null) {
            outcome = new Outcome.Rejected(content.reason(), null, content.problem());
        } else if (recipient == null && !content.needsNoRecipient()) {
            outcome =
                    new Outcome.Rejected(
                            Reason.NO_RECIPIENT, null, "Neither to nor recipient is set");
        } else {
            outcome = forbidden(command.getPhoneNumberId(), content.type());
        }
        var stored =
                new Command(
                        command.getCommandId(),
                        command.getPhoneNumberId(),
                        partition,
                        0,
                        priority(command),
                        content.needsNoRecipient() || recipient == null
                                ? "read:" + command.getCommandId()
                                : recipient,
                        new Command.Content(
                                to,
                                bsuid,
                                content.type(),
                                content.json(),
                                content.preview(),
                                content.repliesTo(),
                                command.getReference().orElse(null),
                                traceparent),
                        new Command.Terms(
                                now,
                                command.getNotBefore().orElse(null),
                                expiry(command, now),
                                Command.UnknownPolicy.valueOf(command.getUnknownPolicy().name())),
                        0,
                        false);
        return new Fresh(stored, outcome);
    }

    /** Where the connection is not known yet, the number's lane asks again before it sends. */
    private @Nullable Outcome forbidden(String number, String type) {
        return ModeRules.concerns(type)
                ? numbers.apply(number).map(state -> ModeRules.refusal(state, type)).orElse(null)
                : null;
    }

    private @Nullable Instant expiry(SendCommand command, Instant now) {
        Instant stated = command.getExpiresAt().orElse(null);
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

    private static @Nullable String digits(String number) {
        String digits = number.replaceAll("\\D", "");
        return digits.isEmpty() ? null : digits;
    }
}
