package dev.coexistence.conversation.fact;

import dev.coexistence.conversation.contact.CanonicalPhone;
import dev.coexistence.conversation.contact.ContactMerge;
import dev.coexistence.conversation.database.TextSanitizer;
import dev.coexistence.conversation.fact.Fact.PeerSeen;
import dev.coexistence.conversation.fact.Fact.PhoneChanged;
import dev.coexistence.conversation.fact.Fact.SameUser;
import dev.coexistence.conversation.fact.MessageSource.ContentFields;
import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.Content.Rank;
import dev.coexistence.conversation.message.DeliveryStatus;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.conversation.message.Sender;
import dev.coexistence.conversation.message.StatusLevel;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.EchoSender;
import dev.coexistence.schemas.events.HistoryMessage;
import dev.coexistence.schemas.events.InboundMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Facts of inbound messages, of echoes from the owner's phone and of imported messages. */
final class MessageFacts {
    private static final String STANDBY = "standby";
    private static final String NUMBER_CHANGED = "user_changed_number";

    private MessageFacts() {}

    static List<Fact> read(InboundMessage event) {
        Peer peer = PeerReader.read(event.getFrom(), event.getGroupId());
        var source =
                new MessageSource(
                        event.getPhoneNumberId(),
                        event.getWamid(),
                        event.getType(),
                        false,
                        peer,
                        TextSanitizer.id(event.getTargets().orElse(null)));
        var content =
                source.content(
                        event.getPlaceholder() ? Rank.LIVE_PLACEHOLDER : Rank.INBOUND,
                        new ContentFields(
                                event.getPreview(),
                                event.getMediaId(),
                                event.getMimeType(),
                                event.getRepliesTo(),
                                event.getJson(),
                                event.getError(),
                                ReceiptTime.limit(event.getOccurredAt(), event.getReceivedAt()),
                                ReceiptTime.order(event.getReceivedAt(), event.getRaw())));
        Sender by = STANDBY.equals(event.getField()) ? Sender.STANDBY : Sender.CUSTOMER;
        List<Fact> facts = source.facts(content, by, null);
        facts.add(source.sighting(content));
        if ("system".equals(event.getType())) {
            facts.addAll(identityChange(event, peer, content.occurredAt()));
        } else if ("contacts".equals(event.getType())) {
            facts.addAll(readSharedNumber(source, content));
        }
        return facts;
    }

    static List<Fact> read(EchoMessage event) {
        Peer peer = PeerReader.read(event.getTo(), MessageJson.group(event.getJson()));
        var source =
                new MessageSource(
                        event.getPhoneNumberId(),
                        event.getWamid(),
                        event.getType(),
                        true,
                        peer,
                        TextSanitizer.id(event.getTargets().orElse(null)));
        var content =
                source.content(
                        event.getPlaceholder() ? Rank.LIVE_PLACEHOLDER : Rank.ECHO,
                        new ContentFields(
                                event.getPreview(),
                                event.getMediaId(),
                                event.getMimeType(),
                                event.getRepliesTo(),
                                event.getJson(),
                                event.getError(),
                                ReceiptTime.limit(event.getOccurredAt(), event.getReceivedAt()),
                                ReceiptTime.order(event.getReceivedAt(), event.getRaw())));
        var sent = new DeliveryStatus(StatusLevel.SENT, content.occurredAt(), null, null);
        Sender by = event.getSender() == EchoSender.META_AGENT ? Sender.META_AGENT : Sender.APP;
        List<Fact> facts = source.facts(content, by, sent);
        facts.add(source.sighting(content));
        return facts;
    }

    static List<Fact> read(String phoneNumberId, HistoryMessage event, Instant receivedAt) {
        Peer peer = PeerReader.read(event.getPeer(), Optional.empty());
        var source =
                new MessageSource(
                        phoneNumberId,
                        event.getWamid(),
                        event.getType(),
                        event.getFromBusiness(),
                        peer,
                        TextSanitizer.id(event.getTargets().orElse(null)));
        Rank rank =
                event.getMediaDetail()
                        ? Rank.HISTORY_MEDIA
                        : event.getPlaceholder() ? Rank.HISTORY_PLACEHOLDER : Rank.HISTORY;
        var content =
                source.content(
                        rank,
                        new ContentFields(
                                event.getPreview(),
                                event.getMediaId(),
                                event.getMimeType(),
                                event.getRepliesTo(),
                                event.getJson(),
                                event.getError(),
                                ReceiptTime.limit(event.getOccurredAt(), receivedAt),
                                receivedAt));
        DeliveryStatus status =
                event.getFromBusiness()
                        ? event.getHistoryStatus()
                                .flatMap(StatusLevel::parseHistory)
                                .map(s -> new DeliveryStatus(s, content.occurredAt(), null, null))
                                .orElse(null)
                        : null;
        List<Fact> facts = source.facts(content, Sender.HISTORY, status);
        facts.add(source.sighting(content));
        return facts;
    }

    /**
     * A customer who was asked for their number ({@code request_contact_info}) and shared it is
     * known by it from then on. A forwarded card says nothing of its sender.
     */
    private static List<Fact> readSharedNumber(MessageSource source, Content content) {
        Peer peer = source.peer();
        String phone = CanonicalPhone.normalize(MessageJson.readSharedNumber(content.json()));
        if (phone == null || peer.phone() != null || peer.group() != null || !peer.isKnown()) {
            return List.of();
        }
        return List.of(
                new PeerSeen(
                        source.phoneNumberId(),
                        peer.withPhone(phone),
                        content.occurredAt(),
                        content.receivedAt(),
                        null,
                        null,
                        ContactMerge.CONTACT_SHARED));
    }

    /** A system message says that the customer took another number or got another user id. */
    private static List<Fact> identityChange(InboundMessage event, Peer from, Instant at) {
        var change = MessageJson.system(event.getJson());
        if (change == null) {
            return List.of();
        }
        String number = event.getPhoneNumberId();
        var facts = new ArrayList<Fact>();
        Peer now =
                PeerReader.sanitize(
                        change.phone(), change.bsuid(), change.parentBsuid(), from.username());
        if (NUMBER_CHANGED.equals(change.type()) && from.phone() != null && now.phone() != null) {
            facts.add(new PhoneChanged(number, from.phone(), now, at));
        }
        Peer before =
                PeerReader.sanitize(null, change.previousBsuid(), change.previousParent(), null);
        if (before.isKnown() && now.isKnown()) {
            facts.add(new SameUser(number, before, now, at));
        }
        return facts;
    }
}
