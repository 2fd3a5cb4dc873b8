package dev.coexistence.conversation.fact;

import dev.coexistence.conversation.contact.ContactMerge;
import dev.coexistence.conversation.database.TextSanitizer;
import dev.coexistence.conversation.fact.Fact.MessageRecorded;
import dev.coexistence.conversation.fact.Fact.PeerSeen;
import dev.coexistence.conversation.fact.Fact.SameUser;
import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.Content.Rank;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.conversation.message.Sender;
import dev.coexistence.schemas.events.AccountEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Facts of account events about people. Other services read what those events say of accounts. */
final class AccountFacts {
    private static final String MARKETING = "marketing_messages";

    private AccountFacts() {}

    static List<Fact> read(AccountEvent event) {
        Peer peer =
                event.getPerson()
                        .map(who -> PeerReader.read(who, Optional.empty()))
                        .orElse(Peer.NOBODY);
        String number = event.getPhoneNumberId().orElse(null);
        if (number == null || !peer.isKnown()) {
            return List.of();
        }
        Instant receivedAt = ReceiptTime.order(event.getReceivedAt(), event.getRaw());
        Instant at =
                event.getOccurredAt()
                        .map(time -> ReceiptTime.limit(time, event.getReceivedAt()))
                        .orElse(event.getReceivedAt());
        return switch (event.getField()) {
            case "user_id_update" -> userIdFacts(number, peer, event.getJson(), at, receivedAt);
            case "user_preferences" -> preferenceFacts(number, peer, event, at, receivedAt);
            case "messaging_handovers" ->
                    List.of(
                            handoverLine(number, peer, event, at, receivedAt),
                            new PeerSeen(number, peer, at, receivedAt, null));
            default -> List.of();
        };
    }

    /** Meta gave the user another id: whoever had the old one has the new one. */
    private static List<Fact> userIdFacts(
            String number, Peer now, String json, Instant at, Instant receivedAt) {
        var facts = new ArrayList<Fact>();
        facts.add(new PeerSeen(number, now, at, receivedAt, null));
        var previous = MessageJson.previousIds(json);
        Peer before = PeerReader.sanitize(null, previous.bsuid(), previous.parentBsuid(), null);
        if (before.isKnown()) {
            facts.add(new SameUser(number, before, now, at));
        }
        return facts;
    }

    private static List<Fact> preferenceFacts(
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
                        ContactMerge.ONE_EVENT));
    }

    /** A line of the thread that nobody wrote. */
    private static MessageRecorded handoverLine(
            String number, Peer peer, AccountEvent event, Instant at, Instant receivedAt) {
        var content =
                new Content(
                        Rank.INBOUND,
                        false,
                        "handover",
                        TextSanitizer.text(ThreadHandover.read(event.getJson()).sentence()),
                        null,
                        null,
                        TextSanitizer.text(event.getJson()),
                        peer,
                        null,
                        at,
                        receivedAt);
        return new MessageRecorded(
                number,
                MessageState.ofWamid("handover:" + TextSanitizer.text(event.getEventId()))
                        .withContent(content, Sender.SYSTEM));
    }
}
