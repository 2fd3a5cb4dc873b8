package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.contact.CanonicalPhone;
import dev.coexistence.conversation.contact.Merge;
import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.Content.Rank;
import dev.coexistence.conversation.message.Edit;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.conversation.message.Reaction;
import dev.coexistence.conversation.message.Revocation;
import dev.coexistence.conversation.message.Sender;
import dev.coexistence.conversation.message.Standing;
import dev.coexistence.conversation.message.Status;
import dev.coexistence.conversation.projection.Fact.ChangeTold;
import dev.coexistence.conversation.projection.Fact.MessageTold;
import dev.coexistence.conversation.projection.Fact.PeerMentioned;
import dev.coexistence.conversation.projection.Fact.PeerSeen;
import dev.coexistence.conversation.projection.Fact.PhoneChanged;
import dev.coexistence.conversation.projection.Fact.SameUser;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.EchoSender;
import dev.coexistence.schemas.events.HistoryMessage;
import dev.coexistence.schemas.events.InboundMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What inbound messages, echoes and imported messages say. */
final class MessageReading {
    static final String EDIT = "edit";
    static final String REVOKE = "revoke";
    static final String REACTION = "reaction";
    private static final String STANDBY = "standby";
    private static final String NUMBER_CHANGED = "user_changed_number";

    private MessageReading() {}

    static List<Fact> of(InboundMessage event) {
        Peer peer = Peers.of(event.getFrom(), event.getGroupId());
        var telling =
                new Telling(
                        event.getPhoneNumberId(),
                        event.getWamid(),
                        event.getType(),
                        false,
                        peer,
                        Clean.id(event.getTargets().orElse(null)));
        var content =
                content(
                        telling,
                        event.getPlaceholder() ? Rank.LIVE_PLACEHOLDER : Rank.INBOUND,
                        new Said(
                                event.getPreview(),
                                event.getMediaId(),
                                event.getMimeType(),
                                event.getRepliesTo(),
                                event.getJson(),
                                event.getError(),
                                Receipt.bounded(event.getOccurredAt(), event.getReceivedAt()),
                                Receipt.of(event.getReceivedAt(), event.getRaw())));
        Sender by = STANDBY.equals(event.getField()) ? Sender.STANDBY : Sender.CUSTOMER;
        List<Fact> facts = told(telling, content, by, null);
        facts.add(seen(telling, content));
        if ("system".equals(event.getType())) {
            facts.addAll(moved(event, peer, content.occurredAt()));
        } else if ("contacts".equals(event.getType())) {
            facts.addAll(shared(telling, content));
        }
        return facts;
    }

    static List<Fact> of(EchoMessage event) {
        Peer peer = Peers.of(event.getTo(), MessageJson.group(event.getJson()));
        var telling =
                new Telling(
                        event.getPhoneNumberId(),
                        event.getWamid(),
                        event.getType(),
                        true,
                        peer,
                        Clean.id(event.getTargets().orElse(null)));
        var content =
                content(
                        telling,
                        event.getPlaceholder() ? Rank.LIVE_PLACEHOLDER : Rank.ECHO,
                        new Said(
                                event.getPreview(),
                                event.getMediaId(),
                                event.getMimeType(),
                                event.getRepliesTo(),
                                event.getJson(),
                                event.getError(),
                                Receipt.bounded(event.getOccurredAt(), event.getReceivedAt()),
                                Receipt.of(event.getReceivedAt(), event.getRaw())));
        var sent = new Standing(Status.SENT, content.occurredAt(), null, null);
        Sender by = event.getSender() == EchoSender.META_AGENT ? Sender.META_AGENT : Sender.APP;
        List<Fact> facts = told(telling, content, by, sent);
        facts.add(seen(telling, content));
        return facts;
    }

    static List<Fact> of(String phoneNumberId, HistoryMessage event, Instant receivedAt) {
        Peer peer = Peers.of(event.getPeer(), Optional.empty());
        var telling =
                new Telling(
                        phoneNumberId,
                        event.getWamid(),
                        event.getType(),
                        event.getFromBusiness(),
                        peer,
                        Clean.id(event.getTargets().orElse(null)));
        Rank rank =
                event.getMediaDetail()
                        ? Rank.HISTORY_MEDIA
                        : event.getPlaceholder() ? Rank.HISTORY_PLACEHOLDER : Rank.HISTORY;
        var content =
                content(
                        telling,
                        rank,
                        new Said(
                                event.getPreview(),
                                event.getMediaId(),
                                event.getMimeType(),
                                event.getRepliesTo(),
                                event.getJson(),
                                event.getError(),
                                Receipt.bounded(event.getOccurredAt(), receivedAt),
                                receivedAt));
        Standing standing =
                event.getFromBusiness()
                        ? event.getHistoryStatus()
                                .flatMap(Status::ofHistory)
                                .map(s -> new Standing(s, content.occurredAt(), null, null))
                                .orElse(null)
                        : null;
        List<Fact> facts = told(telling, content, Sender.HISTORY, standing);
        facts.add(seen(telling, content));
        return facts;
    }

    /** Who tells it of what. */
    private record Telling(
            String phoneNumberId,
            String wamid,
            String type,
            boolean outgoing,
            Peer peer,
            @Nullable String target) {
        String id() {
            return Clean.text(wamid);
        }

        /** Whom it is about; somebody of their own where it names nobody. */
        Peer somebody() {
            return peer.isKnown() ? peer : Peer.nobody(id(), peer.profile());
        }

        /** Whether it is an edit, a revoke or a reaction to a message that it names. */
        boolean changes() {
            return target != null
                    && (EDIT.equals(type) || REVOKE.equals(type) || REACTION.equals(type));
        }
    }

    /** What it says, as the three kinds of events have it in common. */
    private record Said(
            Optional<String> preview,
            Optional<String> mediaId,
            Optional<String> mimeType,
            Optional<String> repliesTo,
            String json,
            Optional<dev.coexistence.schemas.events.MetaError> error,
            Instant occurredAt,
            Instant receivedAt) {}

    private static Content content(Telling telling, Rank rank, Said said) {
        String mediaId = Clean.id(said.mediaId().orElse(null));
        return new Content(
                rank,
                telling.outgoing(),
                Clean.text(telling.type()),
                Clean.textOrNull(said.preview().orElse(null)),
                mediaId == null
                        ? null
                        : new Content.Media(
                                mediaId, Clean.textOrNull(said.mimeType().orElse(null))),
                Clean.id(said.repliesTo().orElse(null)),
                Clean.text(said.json()),
                telling.somebody(),
                Peers.problem(said.error()),
                said.occurredAt(),
                said.receivedAt());
    }

    private static List<Fact> told(
            Telling telling, Content content, Sender by, @Nullable Standing standing) {
        var facts = new ArrayList<Fact>(3);
        String target = telling.target();
        String type = telling.type();
        if (target == null || !telling.changes()) {
            facts.add(
                    new MessageTold(
                            telling.phoneNumberId(),
                            MessageState.ofWamid(telling.id()).said(content, by).stands(standing)));
            return facts;
        }
        String emoji = REACTION.equals(type) ? MessageJson.emoji(content.json()) : null;
        String body =
                switch (type) {
                    case EDIT ->
                            content.body() != null
                                    ? content.body()
                                    : MessageJson.edited(content.json());
                    case REACTION -> emoji;
                    default -> null;
                };
        Instant at = content.occurredAt();
        Instant receivedAt = content.receivedAt();
        facts.add(
                new ChangeTold(
                        telling.phoneNumberId(),
                        telling.id(),
                        target,
                        type,
                        telling.outgoing(),
                        body,
                        content.json(),
                        at));
        String side = telling.outgoing() ? MessageState.BUSINESS_SIDE : customer(telling.peer());
        facts.add(
                new MessageTold(
                        telling.phoneNumberId(),
                        MessageState.ofWamid(target)
                                .changed(
                                        EDIT.equals(type)
                                                ? Edit.of(
                                                        at,
                                                        receivedAt,
                                                        telling.id(),
                                                        body,
                                                        content.json())
                                                : null,
                                        REVOKE.equals(type)
                                                ? new Revocation(at, telling.id())
                                                : null,
                                        emoji == null
                                                ? Map.of()
                                                : Map.of(
                                                        side,
                                                        Reaction.of(
                                                                at,
                                                                receivedAt,
                                                                telling.id(),
                                                                emoji)),
                                        false)));
        return facts;
    }

    /** The customer's side of a thread; in a group each member has one. */
    private static String customer(Peer peer) {
        if (!peer.isGroup()) {
            return MessageState.CUSTOMER_SIDE;
        }
        String who = Peers.member(peer);
        return who.isEmpty() ? MessageState.CUSTOMER_SIDE : MessageState.CUSTOMER_SIDE + ':' + who;
    }

    private static Fact seen(Telling telling, Content content) {
        Instant at = content.occurredAt();
        if (telling.changes() && !Peers.links(telling.peer())) {
            return new PeerMentioned(telling.phoneNumberId(), telling.peer(), at);
        }
        return new PeerSeen(
                telling.phoneNumberId(), telling.peer(), at, content.receivedAt(), null);
    }

    /**
     * Who was asked for their number ({@code request_contact_info}) and shared it says who they
     * are. A card that was sent on says nothing of its sender.
     */
    private static List<Fact> shared(Telling telling, Content content) {
        Peer peer = telling.peer();
        String phone = CanonicalPhone.of(MessageJson.sharedNumber(content.json()));
        if (phone == null || peer.phone() != null || peer.group() != null || !peer.isKnown()) {
            return List.of();
        }
        return List.of(
                new PeerSeen(
                        telling.phoneNumberId(),
                        peer.withPhone(phone),
                        content.occurredAt(),
                        content.receivedAt(),
                        null,
                        null,
                        Merge.CONTACT_SHARED));
    }

    /** A system message says that the customer took another number or got another user id. */
    private static List<Fact> moved(InboundMessage event, Peer from, Instant at) {
        var change = MessageJson.system(event.getJson());
        if (change == null) {
            return List.of();
        }
        String number = event.getPhoneNumberId();
        var facts = new ArrayList<Fact>();
        Peer now =
                Peers.clean(change.phone(), change.bsuid(), change.parentBsuid(), from.username());
        if (NUMBER_CHANGED.equals(change.type()) && from.phone() != null && now.phone() != null) {
            facts.add(new PhoneChanged(number, from.phone(), now, at));
        }
        Peer before = Peers.clean(null, change.previousBsuid(), change.previousParent(), null);
        if (before.isKnown() && now.isKnown()) {
            facts.add(new SameUser(number, before, now, at));
        }
        return facts;
    }
}
