package dev.coexistence.conversation.fact;

import dev.coexistence.conversation.database.TextSanitizer;
import dev.coexistence.conversation.fact.Fact.MessageRecorded;
import dev.coexistence.conversation.fact.Fact.PeerMentioned;
import dev.coexistence.conversation.fact.Fact.PeerSeen;
import dev.coexistence.conversation.fact.Fact.StatusRecorded;
import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.Content.Rank;
import dev.coexistence.conversation.message.DeliveryStatus;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.conversation.message.Pricing;
import dev.coexistence.conversation.message.Reaction;
import dev.coexistence.conversation.message.Sender;
import dev.coexistence.conversation.message.StatusLevel;
import dev.coexistence.schemas.events.MessageStatus;
import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.schemas.events.SendResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Facts of statuses and of send results. */
final class OutcomeFacts {
    private static final String READ = "read";
    private static final String UNKNOWN_NUMBER = "UNKNOWN_NUMBER";

    private OutcomeFacts() {}

    static List<Fact> read(MessageStatus event) {
        String number = event.getPhoneNumberId();
        String wamid = TextSanitizer.text(event.getWamid());
        Instant receivedAt = ReceiptTime.order(event.getReceivedAt(), event.getRaw());
        Instant at = ReceiptTime.limit(event.getOccurredAt(), event.getReceivedAt());
        boolean ofGroup = event.getGroupId().isPresent();
        Peer peer =
                PeerReader.read(
                        event.getParticipant().orElse(event.getRecipient()), event.getGroupId());
        boolean ofMember =
                ofGroup && Stream.of(peer.phone(), peer.bsuid()).anyMatch(Objects::nonNull);
        var facts = new ArrayList<Fact>(3);
        facts.add(
                new StatusRecorded(
                        number,
                        wamid,
                        TextSanitizer.text(event.getStatus()),
                        Stream.of(peer.phone(), peer.bsuid(), peer.group())
                                .filter(alias -> alias != null)
                                .findFirst()
                                .map(String::valueOf)
                                .orElse(""),
                        at,
                        event.getReceivedAt(),
                        TextSanitizer.text(event.getJson())));
        var state =
                MessageState.ofWamid(wamid)
                        .withCommand(TextSanitizer.id(event.getCallbackData().orElse(null)));
        Optional<StatusLevel> status =
                StatusLevel.parseWebhook(event.getStatus())
                        .flatMap(s -> ofMember ? statusOfMember(s) : Optional.of(s));
        if (status.isPresent()) {
            state =
                    state.withDeliveryStatus(
                            new DeliveryStatus(
                                    status.get(), at, null, PeerReader.problem(event.getError())));
        }
        if (event.getPricingCategory().isPresent() || event.getPricingType().isPresent()) {
            state =
                    state.withPricing(
                            new Pricing(
                                    at,
                                    TextSanitizer.textOrNull(event.getPricingModel().orElse(null)),
                                    TextSanitizer.textOrNull(event.getPricingType().orElse(null)),
                                    TextSanitizer.textOrNull(
                                            event.getPricingCategory().orElse(null))));
        }
        facts.add(new MessageRecorded(number, state));
        facts.add(
                PeerReader.identifies(peer)
                        ? new PeerSeen(number, peer, at, receivedAt, null)
                        : new PeerMentioned(number, peer, at));
        return facts;
    }

    /**
     * Status of a message to a group, from the status at one member: it was sent. The statuses of
     * the members are kept as they came.
     */
    private static Optional<StatusLevel> statusOfMember(StatusLevel status) {
        return status == StatusLevel.FAILED ? Optional.empty() : Optional.of(StatusLevel.SENT);
    }

    static List<Fact> read(SendResult event) {
        Peer peer = PeerReader.read(event.getRecipient(), event.getGroupId());
        if (UNKNOWN_NUMBER.equals(event.getReason().orElse("")) || refusesRepeatedId(event)) {
            return List.of();
        }
        String json = TextSanitizer.text(event.getMessageJson());
        String type = TextSanitizer.text(event.getType());
        if (READ.equals(type)) {
            // Whoever asks for the mark has seen the message, whatever Meta makes of it.
            return factsOfTarget(event, type, json);
        }
        if (MessageSource.REACTION.equals(type)) {
            return event.getOutcome() == SendOutcomeKind.ACCEPTED
                    ? factsOfTarget(event, type, json)
                    : List.of();
        }
        if (!peer.isKnown()) {
            return List.of();
        }
        Instant queuedAt = event.getQueuedAt().orElse(event.getDecidedAt());
        var content =
                new Content(
                        Rank.COMMAND,
                        true,
                        type,
                        TextSanitizer.textOrNull(event.getPreview().orElse(null)),
                        null,
                        TextSanitizer.id(event.getRepliesTo().orElse(null)),
                        json,
                        peer,
                        null,
                        queuedAt,
                        queuedAt);
        String wamid = TextSanitizer.id(event.getWamid().orElse(null));
        var state =
                MessageState.ofCommand(TextSanitizer.text(event.getCommandId()))
                        .withContent(content, Sender.API)
                        .withReference(TextSanitizer.id(event.getReference().orElse(null)))
                        .withDeliveryStatus(deliveryStatus(event));
        return List.of(
                new MessageRecorded(
                        event.getPhoneNumberId(), wamid == null ? state : state.withWamid(wamid)),
                new PeerSeen(event.getPhoneNumberId(), peer, queuedAt, queuedAt, null));
    }

    /** True where it refuses a second command under a known id: it says nothing of the first. */
    private static boolean refusesRepeatedId(SendResult event) {
        return event.getOutcome() == SendOutcomeKind.REJECTED && !event.getTerminal();
    }

    private static DeliveryStatus deliveryStatus(SendResult event) {
        StatusLevel status =
                switch (event.getOutcome()) {
                    case QUEUED, UNRECOGNIZED -> StatusLevel.QUEUED;
                    case ACCEPTED -> StatusLevel.ACCEPTED;
                    case REJECTED -> StatusLevel.REJECTED;
                    case EXPIRED -> StatusLevel.EXPIRED;
                    case CANCELLED -> StatusLevel.CANCELLED;
                    case UNKNOWN -> StatusLevel.UNKNOWN;
                };
        return new DeliveryStatus(
                status,
                event.getDecidedAt(),
                TextSanitizer.id(event.getReason().orElse(null)),
                PeerReader.problem(event.getError()));
    }

    /**
     * A mark as read and a reaction are no messages of their own: they say something of another.
     */
    private static List<Fact> factsOfTarget(SendResult event, String type, String json) {
        boolean read = READ.equals(type);
        String target =
                TextSanitizer.id(
                        MessageJson.text(json, read ? "/message_id" : "/reaction/message_id"));
        if (target == null) {
            return List.of();
        }
        return List.of(
                new MessageRecorded(
                        event.getPhoneNumberId(),
                        read
                                ? MessageState.ofWamid(target).withReadMark()
                                : MessageState.ofWamid(target)
                                        .withReactions(reaction(event, json))));
    }

    private static Map<String, Reaction> reaction(SendResult event, String json) {
        return Map.of(
                MessageState.BUSINESS_SIDE,
                Reaction.of(
                        event.getDecidedAt(),
                        event.getDecidedAt(),
                        TextSanitizer.text(event.getCommandId()),
                        MessageJson.emoji(json)));
    }
}
