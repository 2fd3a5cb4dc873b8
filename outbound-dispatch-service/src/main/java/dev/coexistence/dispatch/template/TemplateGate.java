package dev.coexistence.dispatch.template;

import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Gate of a template message. */
public sealed interface TemplateGate {
    /** It may; whatever else is wrong, Meta says. */
    record Open() implements TemplateGate {}

    /** It waits. */
    record Held(Cause cause) implements TemplateGate {}

    /** It will not leave. */
    record Shut(Reason reason, String detail) implements TemplateGate {
        public Outcome.Rejected outcome() {
            return new Outcome.Rejected(reason, null, detail);
        }
    }

    /** Causes of its wait. */
    enum Cause {
        /** Meta paused the template. */
        TEMPLATE_PAUSED,
        /** The recipient stopped marketing, and nobody knows yet whether the template is that. */
        TEMPLATE_CATEGORY
    }

    /**
     * @param status as Meta's events and its API write it; null where it is not known
     * @param category likewise
     * @param stoppedAt when the recipient stopped marketing messages of the number; null where they
     *     did not
     */
    static TemplateGate of(
            @Nullable String status, @Nullable String category, @Nullable Instant stoppedAt) {
        String stands = status == null ? "" : status;
        switch (stands) {
            case "DISABLED", "REJECTED", "DELETED", "PENDING_DELETION" -> {
                return new Shut(Reason.TEMPLATE_UNUSABLE, "Meta says of the template: " + stands);
            }
            default -> {}
        }
        if (stoppedAt != null && "MARKETING".equals(category)) {
            return new Shut(
                    Reason.MARKETING_STOPPED,
                    "The recipient stopped marketing messages of this number at " + stoppedAt);
        }
        if (stands.equals("PAUSED")) {
            return new Held(Cause.TEMPLATE_PAUSED);
        }
        return stoppedAt != null && category == null
                ? new Held(Cause.TEMPLATE_CATEGORY)
                : new Open();
    }
}
