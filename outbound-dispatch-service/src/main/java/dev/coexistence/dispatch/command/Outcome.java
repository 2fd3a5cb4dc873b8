package dev.coexistence.dispatch.command;

import dev.coexistence.dispatch.refusal.MetaRefusal;
import org.jspecify.annotations.Nullable;

/** End of a command. Each command has exactly one. */
public sealed interface Outcome {

    /**
     * Meta took it.
     *
     * @param wamid Meta's message id; a mark as read has none
     * @param messageStatus Meta's message_status, on templates
     * @param waId the recipient's id as Meta knows it
     */
    record Accepted(@Nullable String wamid, @Nullable String messageStatus, @Nullable String waId)
            implements Outcome {}

    /** A status tells that Meta took it. */
    static Accepted provenBy(String wamid) {
        return new Accepted(wamid, null, null);
    }

    /** It will not be sent. */
    record Rejected(Reason reason, @Nullable MetaRefusal refusal, @Nullable String detail)
            implements Outcome {}

    /** Its time was over before it left. */
    record Expired() implements Outcome {}

    /**
     * It was taken back before it left.
     *
     * @param reason null where its producer did
     */
    record Cancelled(@Nullable Reason reason) implements Outcome {
        public Cancelled() {
            this(null);
        }
    }

    /** It may have gone out, nothing told within the deadline, and its policy is to leave it so. */
    record Unknown(Reason reason) implements Outcome {}
}
