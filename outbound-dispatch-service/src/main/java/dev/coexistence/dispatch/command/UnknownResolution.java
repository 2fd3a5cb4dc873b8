package dev.coexistence.dispatch.command;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decision about a command of which nobody knows whether it left. */
public sealed interface UnknownResolution {

    /** It ends. */
    record End(Outcome outcome) implements UnknownResolution {}

    /** It is sent again, as its policy says; it may thereby be sent twice. */
    record Resend() implements UnknownResolution {}

    /** Evidence may still come. */
    record Wait() implements UnknownResolution {}

    /**
     * Decides by evidence first, by the command's policy after the deadline.
     *
     * @param evidence wamid of a status that names the command
     */
    static UnknownResolution decide(
            Command command,
            Reason reason,
            @Nullable String evidence,
            Instant deadline,
            Instant now) {
        if (evidence != null) {
            return new End(Outcome.provenBy(evidence));
        }
        if (deadline.isAfter(now)) {
            return new Wait();
        }
        return switch (command.terms().unknownPolicy()) {
            case PARK -> new End(new Outcome.Unknown(reason));
            case RESEND ->
                    command.terms().expired(now)
                            ? new End(new Outcome.Unknown(reason))
                            : new Resend();
        };
    }
}
