package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.contact.Merge;
import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.Content.Rank;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.conversation.message.Sender;
import dev.coexistence.conversation.projection.Fact.MessageTold;
import dev.coexistence.conversation.projection.Fact.PeerSeen;
import dev.coexistence.conversation.projection.Fact.SameUser;
import dev.coexistence.schemas.events.AccountEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What account events say of people; what they say of accounts is for others. */
final class AccountReading {
    private static final String MARKETING = "marketing_messages";

    private AccountReading() {}

    static List<Fact> of(AccountEvent event) {
        Peer peer =
                event.getPerson().map(who -> Peers.of(who, Optional.empty())).orElse(Peer.NOBODY);
        String number = event.getPhoneNumberId().orElse(null);
        if (number == null || !peer.isKnown()) {
            return List.of();
        }
        Instant receivedAt = Receipt.of(event.getReceivedAt(), event.getRaw());
        Instant at =
                event.getOccurredAt()
                        .map(time -> Receipt.bounded(time, event.getReceivedAt()))
                        .orElse(event.getReceivedAt());
        return switch (event.getField()) {
            case "user_id_update" -> renamed(number, peer, event.getJson(), at, receivedAt);
            case "user_preferences" -> wished(number, peer, event, at, receivedAt);
            case "messaging_handovers" ->
                    List.of(
                            handedOver(number, peer, event, at, receivedAt),
                            new PeerSeen(number, peer, at, receivedAt, null));
            default -> List.of();
        };
    }

    /** Meta gave the user another id: whoever had the old one has the new one. */
    private static List<Fact> renamed(
            String number, Peer now, String json, Instant at, Instant receivedAt) {
        var facts = new ArrayList<Fact>();
        facts.add(new PeerSeen(number, now, at, receivedAt, null));
        var previous = MessageJson.previousIds(json);
        Peer before = Peers.clean(null, previous.bsuid(), previous.parentBsuid(), null);
        if (before.isKnown()) {
            facts.add(new SameUser(number, before, now, at));
        }
        return facts;
    }

    private static List<Fact> wished(
            String number, Peer peer, AccountEvent event, Instant at, Instant receivedAt) {
        String wish = event.getEvent().orElse("").strip().toLowerCase(Locale.ROOT);
        boolean marketing = MARKETING.equalsIgnoreCase(event.getReason().orElse(MARKETING));
        boolean known = wish.equals("stop") || wish.equals("resume");
        return List.of(
                new PeerSeen(
                        number,
                        peer,
                        at,
                        receivedAt,
                        null,
                        marketing && known ? wish : null,
                        Merge.ONE_EVENT));
    }

    /** A line of the thread that nobody wrote. */
    private static MessageTold handedOver(
            String number, Peer peer, AccountEvent event, Instant at, Instant receivedAt) {
        var content =
                new Content(
                        Rank.INBOUND,
                        false,
                        "handover",
                        Clean.text(HandOver.of(event.getJson()).sentence()),
                        null,
                        null,
                        Clean.text(event.getJson()),
                        peer,
                        null,
                        at,
                        receivedAt);
        return new MessageTold(
                number,
                MessageState.ofWamid("handover:" + Clean.text(event.getEventId()))
                        .said(content, Sender.SYSTEM));
    }
}
