package dev.coexistence.conversation.fact;

import dev.coexistence.conversation.database.TextSanitizer;
import dev.coexistence.conversation.fact.Fact.ChangeRecorded;
import dev.coexistence.conversation.fact.Fact.MessageRecorded;
import dev.coexistence.conversation.fact.Fact.PeerMentioned;
import dev.coexistence.conversation.fact.Fact.PeerSeen;
import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.Content.Rank;
import dev.coexistence.conversation.message.DeliveryStatus;
import dev.coexistence.conversation.message.MessageEdit;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.conversation.message.Reaction;
import dev.coexistence.conversation.message.Revocation;
import dev.coexistence.conversation.message.Sender;
import dev.coexistence.schemas.events.MetaError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Origin of one message event: its number, its id, its type, its direction and its peer. Makes the
 * facts that inbound messages, echoes and imported messages have in common.
 *
 * @param target id of the message that an edit, a revoke or a reaction changes
 */
record MessageSource(
        String phoneNumberId,
        String wamid,
        String type,
        boolean outgoing,
        Peer peer,
        @Nullable String target) {
    static final String EDIT = "edit";
    static final String REVOKE = "revoke";
    static final String REACTION = "reaction";

    /** The content fields that the three kinds of message events have in common. */
    record ContentFields(
            Optional<String> preview,
            Optional<String> mediaId,
            Optional<String> mimeType,
            Optional<String> repliesTo,
            String json,
            Optional<MetaError> error,
            Instant occurredAt,
            Instant receivedAt) {}

    Content content(Rank rank, ContentFields fields) {
        String mediaId = TextSanitizer.id(fields.mediaId().orElse(null));
        return new Content(
                rank,
                outgoing,
                TextSanitizer.text(type),
                TextSanitizer.textOrNull(fields.preview().orElse(null)),
                mediaId == null
                        ? null
                        : new Content.Media(
                                mediaId, TextSanitizer.textOrNull(fields.mimeType().orElse(null))),
                TextSanitizer.id(fields.repliesTo().orElse(null)),
                TextSanitizer.text(fields.json()),
                peer.isKnown() ? peer : Peer.nobody(id(), peer.profile()),
                PeerReader.problem(fields.error()),
                fields.occurredAt(),
                fields.receivedAt());
    }

    /** The message itself, or the change that it makes to its target. */
    List<Fact> facts(Content content, Sender by, @Nullable DeliveryStatus status) {
        var facts = new ArrayList<Fact>(3);
        if (target == null || !isChange()) {
            facts.add(
                    new MessageRecorded(
                            phoneNumberId,
                            MessageState.ofWamid(id())
                                    .withContent(content, by)
                                    .withDeliveryStatus(status)));
            return facts;
        }
        String body = bodyOfChange(content);
        facts.add(
                new ChangeRecorded(
                        phoneNumberId,
                        id(),
                        target,
                        type,
                        outgoing,
                        body,
                        content.json(),
                        content.occurredAt()));
        facts.add(new MessageRecorded(phoneNumberId, stateOfTarget(target, content, body)));
        return facts;
    }

    /** The peer as seen by this event; only mentioned where a change names them by one alias. */
    Fact sighting(Content content) {
        if (isChange() && !PeerReader.identifies(peer)) {
            return new PeerMentioned(phoneNumberId, peer, content.occurredAt());
        }
        return new PeerSeen(phoneNumberId, peer, content.occurredAt(), content.receivedAt(), null);
    }

    private String id() {
        return TextSanitizer.text(wamid);
    }

    private boolean isChange() {
        return target != null
                && (EDIT.equals(type) || REVOKE.equals(type) || REACTION.equals(type));
    }

    private @Nullable String bodyOfChange(Content content) {
        return switch (type) {
            case EDIT ->
                    content.body() != null ? content.body() : MessageJson.readEdit(content.json());
            case REACTION -> MessageJson.emoji(content.json());
            default -> null;
        };
    }

    private MessageState stateOfTarget(String targetWamid, Content content, @Nullable String body) {
        var state = MessageState.ofWamid(targetWamid);
        Instant at = content.occurredAt();
        Instant receivedAt = content.receivedAt();
        return switch (type) {
            case EDIT -> state.withEdit(MessageEdit.of(at, receivedAt, id(), body, content.json()));
            case REVOKE -> state.withRevocation(new Revocation(at, id()));
            default ->
                    state.withReactions(
                            Map.of(
                                    side(),
                                    Reaction.of(at, receivedAt, id(), body == null ? "" : body)));
        };
    }

    /** The side that changed the target; in a group each member is a side of its own. */
    private String side() {
        if (outgoing) {
            return MessageState.BUSINESS_SIDE;
        }
        String member = peer.isGroup() ? PeerReader.member(peer) : "";
        return member.isEmpty()
                ? MessageState.CUSTOMER_SIDE
                : MessageState.CUSTOMER_SIDE + ':' + member;
    }
}
