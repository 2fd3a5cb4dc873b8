package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.Content.Rank;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.conversation.message.Pricing;
import dev.coexistence.conversation.message.Reaction;
import dev.coexistence.conversation.message.Sender;
import dev.coexistence.conversation.message.Standing;
import dev.coexistence.conversation.message.Status;
import dev.coexistence.conversation.projection.Fact.MessageTold;
import dev.coexistence.conversation.projection.Fact.PeerMentioned;
import dev.coexistence.conversation.projection.Fact.PeerSeen;
import dev.coexistence.conversation.projection.Fact.StatusTold;
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

/** What statuses and send results say. */
final class OutcomeReading {
    private static final String READ = "read";
    private static final String UNKNOWN_NUMBER = "UNKNOWN_NUMBER";

    private OutcomeReading() {}

    static List<Fact> of(MessageStatus event) {
        String number = event.getPhoneNumberId();
        String wamid = Clean.text(event.getWamid());
        Instant receivedAt = Receipt.of(event.getReceivedAt(), event.getRaw());
        Instant at = Receipt.bounded(event.getOccurredAt(), event.getReceivedAt());
        boolean ofGroup = event.getGroupId().isPresent();
        Peer peer =
                Peers.of(event.getParticipant().orElse(event.getRecipient()), event.getGroupId());
        boolean ofMember =
                ofGroup && Stream.of(peer.phone(), peer.bsuid()).anyMatch(Objects::nonNull);
        var facts = new ArrayList<Fact>(3);
        facts.add(
                new StatusTold(
                        number,
                        wamid,
                        Clean.text(event.getStatus()),
                        Stream.of(peer.phone(), peer.bsuid(), peer.group())
                                .filter(alias -> alias != null)
                                .findFirst()
                                .map(String::valueOf)
                                .orElse(""),
                        at,
                        event.getReceivedAt(),
                        Clean.text(event.getJson())));
        var state =
                MessageState.ofWamid(wamid)
                        .withCommand(Clean.id(event.getCallbackData().orElse(null)));
        Optional<Status> status =
                Status.ofWebhook(event.getStatus())
                        .flatMap(s -> ofMember ? ofOneMember(s) : Optional.of(s));
        if (status.isPresent()) {
            state =
                    state.stands(
                            new Standing(status.get(), at, null, Peers.problem(event.getError())));
        }
        if (event.getPricingCategory().isPresent() || event.getPricingType().isPresent()) {
            state =
                    state.costs(
                            new Pricing(
                                    at,
                                    Clean.textOrNull(event.getPricingModel().orElse(null)),
                                    Clean.textOrNull(event.getPricingType().orElse(null)),
                                    Clean.textOrNull(event.getPricingCategory().orElse(null))));
        }
        facts.add(new MessageTold(number, state));
        facts.add(
                Peers.links(peer)
                        ? new PeerSeen(number, peer, at, receivedAt, null)
                        : new PeerMentioned(number, peer, at));
        return facts;
    }

    /**
     * What the status at one member says of a message to a group: that it was sent. How far it got
     * with each is kept in the statuses as they came.
     */
    private static Optional<Status> ofOneMember(Status status) {
        return status == Status.FAILED ? Optional.empty() : Optional.of(Status.SENT);
    }

    static List<Fact> of(SendResult event) {
        Peer peer = Peers.of(event.getRecipient(), event.getGroupId());
        if (UNKNOWN_NUMBER.equals(event.getReason().orElse("")) || ofAnother(event)) {
            return List.of();
        }
        String json = Clean.text(event.getMessageJson());
        String type = Clean.text(event.getType());
        if (READ.equals(type) || MessageReading.REACTION.equals(type)) {
            return event.getOutcome() == SendOutcomeKind.ACCEPTED
                    ? aboutAnother(event, type, json)
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
                        Clean.textOrNull(event.getPreview().orElse(null)),
                        null,
                        Clean.id(event.getRepliesTo().orElse(null)),
                        json,
                        peer,
                        null,
                        queuedAt,
                        queuedAt);
        String wamid = Clean.id(event.getWamid().orElse(null));
        var state =
                MessageState.ofCommand(Clean.text(event.getCommandId()))
                        .said(content, Sender.API)
                        .referring(Clean.id(event.getReference().orElse(null)))
                        .stands(standing(event));
        return List.of(
                new MessageTold(
                        event.getPhoneNumberId(), wamid == null ? state : state.withWamid(wamid)),
                new PeerSeen(event.getPhoneNumberId(), peer, queuedAt, queuedAt, null));
    }

    /** True where it refuses a second command under a known id: it says nothing of the first. */
    private static boolean ofAnother(SendResult event) {
        return event.getOutcome() == SendOutcomeKind.REJECTED && !event.getTerminal();
    }

    private static Standing standing(SendResult event) {
        Status status =
                switch (event.getOutcome()) {
                    case QUEUED, UNRECOGNIZED -> Status.QUEUED;
                    case ACCEPTED -> Status.ACCEPTED;
                    case REJECTED -> Status.REJECTED;
                    case EXPIRED -> Status.EXPIRED;
                    case CANCELLED -> Status.CANCELLED;
                    case UNKNOWN -> Status.UNKNOWN;
                };
        return new Standing(
                status,
                event.getDecidedAt(),
                Clean.id(event.getReason().orElse(null)),
                Peers.problem(event.getError()));
    }

    /**
     * A mark as read and a reaction are no messages of their own: they say something of another.
     */
    private static List<Fact> aboutAnother(SendResult event, String type, String json) {
        boolean read = READ.equals(type);
        String target =
                Clean.id(MessageJson.text(json, read ? "/message_id" : "/reaction/message_id"));
        if (target == null) {
            return List.of();
        }
        Map<String, Reaction> reactions =
                read
                        ? Map.of()
                        : Map.of(
                                MessageState.BUSINESS_SIDE,
                                Reaction.of(
                                        event.getDecidedAt(),
                                        event.getDecidedAt(),
                                        Clean.text(event.getCommandId()),
                                        MessageJson.emoji(json)));
        return List.of(
                new MessageTold(
                        event.getPhoneNumberId(),
                        MessageState.ofWamid(target).changed(null, null, reactions, read)));
    }
}
