package dev.coexistence.conversation.message;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * State of one message, joined from all events about it. Every event is a partial state of its own,
 * and {@link #join} combines two: commutative, associative and idempotent, so any order, any
 * duplication and any replay of the same events end in the same state.
 *
 * @param wamid Meta's id; unknown while a command is on its way
 * @param commandId the command that it was sent by
 * @param content null while only a status, an edit or a revoke of it came: it waits
 * @param evidence set of {@link Sender} bits
 * @param reactions by side of the thread, {@link #CUSTOMER_SIDE} or {@link #BUSINESS_SIDE}
 * @param readMarked whether this system told Meta that the business has read it
 */
public record MessageState(
        @Nullable String wamid,
        @Nullable String commandId,
        @Nullable Content content,
        int evidence,
        @Nullable String reference,
        @Nullable DeliveryStatus deliveryStatus,
        @Nullable Pricing pricing,
        @Nullable MessageEdit edit,
        @Nullable Revocation revocation,
        Map<String, Reaction> reactions,
        boolean readMarked) {
    public static final String CUSTOMER_SIDE = "customer";
    public static final String BUSINESS_SIDE = "business";

    /** The fields of one state while another is made from it. */
    private static final class Draft {
        private @Nullable String wamid;
        private @Nullable String commandId;
        private @Nullable Content content;
        private int evidence;
        private @Nullable String reference;
        private @Nullable DeliveryStatus deliveryStatus;
        private @Nullable Pricing pricing;
        private @Nullable MessageEdit edit;
        private @Nullable Revocation revocation;
        private Map<String, Reaction> reactions = Map.of();
        private boolean readMarked;

        Draft() {}

        Draft(MessageState state) {
            wamid = state.wamid;
            commandId = state.commandId;
            content = state.content;
            evidence = state.evidence;
            reference = state.reference;
            deliveryStatus = state.deliveryStatus;
            pricing = state.pricing;
            edit = state.edit;
            revocation = state.revocation;
            reactions = state.reactions;
            readMarked = state.readMarked;
        }

        MessageState build() {
            return new MessageState(
                    wamid,
                    commandId,
                    content,
                    evidence,
                    reference,
                    deliveryStatus,
                    pricing,
                    edit,
                    revocation,
                    reactions,
                    readMarked);
        }
    }

    /** A message of which only Meta's id is known. */
    public static MessageState ofWamid(String wamid) {
        var draft = new Draft();
        draft.wamid = wamid;
        return draft.build();
    }

    /** A message of which only the command is known. */
    public static MessageState ofCommand(String commandId) {
        var draft = new Draft();
        draft.commandId = commandId;
        return draft.build();
    }

    public MessageState withWamid(String newWamid) {
        var draft = new Draft(this);
        draft.wamid = newWamid;
        return draft.build();
    }

    public MessageState withCommand(@Nullable String newCommandId) {
        var draft = new Draft(this);
        draft.commandId = newCommandId;
        return draft.build();
    }

    public MessageState withContent(Content newContent, Sender by) {
        var draft = new Draft(this);
        draft.content = newContent;
        draft.evidence |= by.bit();
        return draft.build();
    }

    public MessageState withDeliveryStatus(@Nullable DeliveryStatus newStatus) {
        var draft = new Draft(this);
        draft.deliveryStatus = newStatus;
        return draft.build();
    }

    public MessageState withPricing(@Nullable Pricing newPricing) {
        var draft = new Draft(this);
        draft.pricing = newPricing;
        return draft.build();
    }

    public MessageState withReference(@Nullable String newReference) {
        var draft = new Draft(this);
        draft.reference = newReference;
        return draft.build();
    }

    public MessageState withEdit(@Nullable MessageEdit newEdit) {
        var draft = new Draft(this);
        draft.edit = newEdit;
        return draft.build();
    }

    public MessageState withRevocation(@Nullable Revocation newRevocation) {
        var draft = new Draft(this);
        draft.revocation = newRevocation;
        return draft.build();
    }

    public MessageState withReactions(Map<String, Reaction> newReactions) {
        var draft = new Draft(this);
        draft.reactions = newReactions;
        return draft.build();
    }

    public MessageState withReadMark() {
        var draft = new Draft(this);
        draft.readMarked = true;
        return draft.build();
    }

    public MessageState join(MessageState other) {
        return new MessageState(
                greater(wamid, other.wamid),
                greater(commandId, other.commandId),
                Content.join(content, other.content),
                evidence | other.evidence,
                greater(reference, other.reference),
                DeliveryStatus.join(deliveryStatus, other.deliveryStatus),
                Pricing.join(pricing, other.pricing),
                MessageEdit.join(edit, other.edit),
                Revocation.join(revocation, other.revocation),
                Reaction.join(reactions, other.reactions),
                readMarked || other.readMarked);
    }

    /**
     * The part that belongs to the command rather than to this one message. A command that was sent
     * again after an unknown outcome can have two messages, and both carry this part.
     */
    public MessageState commandPart() {
        boolean commanded = content != null && content.rank() == Content.Rank.COMMAND;
        var draft = new Draft();
        draft.commandId = commandId;
        draft.content = commanded ? content : null;
        draft.evidence = evidence & Sender.API.bit();
        draft.reference = reference;
        return draft.build();
    }

    /** True where it stands in a thread; else it waits for its message. */
    public boolean hasContent() {
        return content != null;
    }

    public boolean isLive() {
        return Sender.isLive(evidence);
    }

    /** True where the customer wrote it, live: it counts as unread and opens the window. */
    public boolean isFromCustomer() {
        return content != null
                && !content.outgoing()
                && (evidence & (Sender.CUSTOMER.bit() | Sender.STANDBY.bit())) != 0
                && !"system".equals(content.type());
    }

    /** True where the owner wrote it on the phone, and so has seen everything before it. */
    public boolean isFromApp() {
        return content != null
                && content.outgoing()
                && (evidence & Sender.APP.bit()) != 0
                && (evidence & (Sender.API.bit() | Sender.META_AGENT.bit())) == 0;
    }

    private static @Nullable String greater(@Nullable String a, @Nullable String b) {
        if (a == null) {
            return b;
        }
        return b == null || a.compareTo(b) >= 0 ? a : b;
    }
}
