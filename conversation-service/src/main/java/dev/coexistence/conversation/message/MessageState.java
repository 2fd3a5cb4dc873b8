package dev.coexistence.conversation.message;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one message. Every event says a little of it, as a state of its own, and
 * {@link #join} puts them together: commutative, associative and idempotent, so any order, any
 * duplication and any replay of the same events end in one and the same state.
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
        @Nullable Standing standing,
        @Nullable Pricing pricing,
        @Nullable Edit edit,
        @Nullable Revocation revocation,
        Map<String, Reaction> reactions,
        boolean readMarked) {
    public static final String CUSTOMER_SIDE = "customer";
    public static final String BUSINESS_SIDE = "business";

    /** Nothing known but its id. */
    public static MessageState ofWamid(String wamid) {
        return new MessageState(
                wamid, null, null, 0, null, null, null, null, null, Map.of(), false);
    }

    /** Nothing known but the command. */
    public static MessageState ofCommand(String commandId) {
        return new MessageState(
                null, commandId, null, 0, null, null, null, null, null, Map.of(), false);
    }

    public MessageState withWamid(String newWamid) {
        return new MessageState(
                newWamid,
                commandId,
                content,
                evidence,
                reference,
                standing,
                pricing,
                edit,
                revocation,
                reactions,
                readMarked);
    }

    public MessageState withCommand(@Nullable String newCommandId) {
        return new MessageState(
                wamid,
                newCommandId,
                content,
                evidence,
                reference,
                standing,
                pricing,
                edit,
                revocation,
                reactions,
                readMarked);
    }

    public MessageState said(Content newContent, Sender by) {
        return new MessageState(
                wamid,
                commandId,
                newContent,
                evidence | by.bit(),
                reference,
                standing,
                pricing,
                edit,
                revocation,
                reactions,
                readMarked);
    }

    public MessageState stands(@Nullable Standing newStanding) {
        return new MessageState(
                wamid,
                commandId,
                content,
                evidence,
                reference,
                newStanding,
                pricing,
                edit,
                revocation,
                reactions,
                readMarked);
    }

    public MessageState costs(@Nullable Pricing newPricing) {
        return new MessageState(
                wamid,
                commandId,
                content,
                evidence,
                reference,
                standing,
                newPricing,
                edit,
                revocation,
                reactions,
                readMarked);
    }

    public MessageState referring(@Nullable String newReference) {
        return new MessageState(
                wamid,
                commandId,
                content,
                evidence,
                newReference,
                standing,
                pricing,
                edit,
                revocation,
                reactions,
                readMarked);
    }

    /** The same, changed afterwards by an edit, a revoke, a reaction or a reader. */
    public MessageState changed(
            @Nullable Edit newEdit,
            @Nullable Revocation newRevocation,
            Map<String, Reaction> newReactions,
            boolean newReadMarked) {
        return new MessageState(
                wamid,
                commandId,
                content,
                evidence,
                reference,
                standing,
                pricing,
                newEdit,
                newRevocation,
                newReactions,
                newReadMarked);
    }

    public MessageState join(MessageState other) {
        return new MessageState(
                greater(wamid, other.wamid),
                greater(commandId, other.commandId),
                Content.join(content, other.content),
                evidence | other.evidence,
                greater(reference, other.reference),
                Standing.join(standing, other.standing),
                Pricing.join(pricing, other.pricing),
                Edit.join(edit, other.edit),
                Revocation.join(revocation, other.revocation),
                Reaction.join(reactions, other.reactions),
                readMarked || other.readMarked);
    }

    /**
     * What of this is the command's rather than this one message's. A command that was sent again
     * after an unknown outcome can have two messages, and both say this.
     */
    public MessageState ofItsCommand() {
        boolean commanded = content != null && content.rank() == Content.Rank.COMMAND;
        return new MessageState(
                null,
                commandId,
                commanded ? content : null,
                evidence & Sender.API.bit(),
                reference,
                null,
                null,
                null,
                null,
                Map.of(),
                false);
    }

    /** Whether it stands in a thread; else it waits for its message. */
    public boolean isSaid() {
        return content != null;
    }

    public boolean isLive() {
        return Sender.isLive(evidence);
    }

    /** Whether the customer wrote it, live: it counts as unread and opens the window. */
    public boolean isFromCustomer() {
        return content != null
                && !content.outgoing()
                && (evidence & (Sender.CUSTOMER.bit() | Sender.STANDBY.bit())) != 0
                && !"system".equals(content.type());
    }

    /** Whether the owner wrote it on the phone, and so has seen what came before it. */
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
