package dev.coexistence.conversation.projection.contact;

import dev.coexistence.conversation.contact.Sighting;
import dev.coexistence.conversation.fact.Fact;
import dev.coexistence.conversation.fact.Fact.PeerSeen;
import dev.coexistence.conversation.fact.Fact.PhoneChanged;
import dev.coexistence.conversation.fact.Fact.SameUser;
import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.conversation.projection.message.MessageRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sightings of a batch that no stored message shows by itself. */
final class SightingCollector {
    private SightingCollector() {}

    /** Sighting that a message keeps. */
    private record Kept(String phoneNumberId, Peer peer, Instant at) {
        static @Nullable Kept of(PeerSeen seen) {
            return seen.book() != null || seen.marketing() != null
                    ? null
                    : new Kept(seen.phoneNumberId(), seen.peer(), seen.at());
        }

        static Kept of(MessageRow row, Content content) {
            return new Kept(row.phoneNumberId(), content.peer(), content.occurredAt());
        }
    }

    static List<Sighting> collect(List<Fact> facts, Collection<MessageRow> rows) {
        var sightings = new ArrayList<Sighting>();
        Set<Kept> kept = HashSet.newHashSet(rows.size());
        for (MessageRow row : rows) {
            Content now = row.now().content();
            if (now != null && !row.isGone()) {
                kept.add(Kept.of(row, now));
            }
        }
        for (MessageRow row : rows) {
            Content before = content(row.before());
            if (before != null && !kept.contains(Kept.of(row, before))) {
                sightings.add(
                        Sighting.of(
                                row.phoneNumberId(),
                                before.peer(),
                                before.occurredAt(),
                                before.receivedAt(),
                                null,
                                null));
            }
        }
        for (Fact fact : facts) {
            switch (fact) {
                case PeerSeen seen when !kept.contains(Kept.of(seen)) ->
                        sightings.add(seen.sighting());
                case SameUser(var number, var before, var now, var at) ->
                        sightings.add(Sighting.linkUser(number, before, now, at));
                case PhoneChanged(var number, var oldPhone, var now, var at) ->
                        sightings.add(Sighting.recordMove(number, oldPhone, now, at));
                default -> {}
            }
        }
        return sightings;
    }

    private static @Nullable Content content(@Nullable MessageState state) {
        return state == null ? null : state.content();
    }
}
