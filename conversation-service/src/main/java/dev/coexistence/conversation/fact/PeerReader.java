package dev.coexistence.conversation.fact;

import dev.coexistence.conversation.contact.Alias;
import dev.coexistence.conversation.contact.CanonicalPhone;
import dev.coexistence.conversation.database.TextSanitizer;
import dev.coexistence.conversation.message.MetaProblem;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.MetaError;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Translation of the events' identities and errors into this service's terms. */
final class PeerReader {
    private PeerReader() {}

    static Peer read(Identity identity, Optional<String> groupId) {
        Peer peer =
                sanitize(
                        identity.getPhone().orElse(null),
                        identity.getBsuid().orElse(null),
                        identity.getParentBsuid().orElse(null),
                        identity.getUsername().orElse(null));
        return new Peer(
                peer.phone(),
                peer.bsuid(),
                peer.parentBsuid(),
                peer.username(),
                TextSanitizer.id(groupId.orElse(null)),
                TextSanitizer.id(identity.getProfileName().orElse(null)));
    }

    static Peer sanitize(
            @Nullable String phone,
            @Nullable String bsuid,
            @Nullable String parentBsuid,
            @Nullable String username) {
        String name = TextSanitizer.id(username);
        return new Peer(
                CanonicalPhone.normalize(phone),
                TextSanitizer.id(bsuid),
                TextSanitizer.id(parentBsuid),
                name == null
                        ? null
                        : (name.startsWith("@") ? name.substring(1) : name)
                                .toLowerCase(Locale.ROOT),
                null,
                null);
    }

    /**
     * True where an event that is no message of its own (a status, an edit, a reaction) identifies
     * its peer, by two aliases. With one alias it does not: it speaks of a message sent earlier,
     * perhaps to somebody who has left that phone number since.
     */
    static boolean identifies(Peer peer) {
        return peer.group() == null && Alias.of(peer).size() > 1;
    }

    /** Somebody of a group, by the surest name that there is; empty where none is. */
    static String member(Peer peer) {
        return Stream.of(peer.phone(), peer.bsuid(), peer.parentBsuid(), peer.username())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    static @Nullable MetaProblem problem(Optional<MetaError> error) {
        return error.map(e ->
                        new MetaProblem(
                                e.getCode(),
                                TextSanitizer.textOrNull(
                                        e.getTitle().or(() -> e.getMessage()).orElse(null)),
                                TextSanitizer.textOrNull(e.getDetails().orElse(null))))
                .orElse(null);
    }
}
