package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.contact.Alias;
import dev.coexistence.conversation.contact.CanonicalPhone;
import dev.coexistence.conversation.message.MetaProblem;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.MetaError;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Identities as events carry them, in the terms of this service. */
final class Peers {
    private Peers() {}

    static Peer of(Identity identity, Optional<String> groupId) {
        Peer peer =
                clean(
                        identity.getPhone().orElse(null),
                        identity.getBsuid().orElse(null),
                        identity.getParentBsuid().orElse(null),
                        identity.getUsername().orElse(null));
        return new Peer(
                peer.phone(),
                peer.bsuid(),
                peer.parentBsuid(),
                peer.username(),
                Clean.id(groupId.orElse(null)),
                Clean.id(identity.getProfileName().orElse(null)));
    }

    static Peer clean(
            @Nullable String phone,
            @Nullable String bsuid,
            @Nullable String parentBsuid,
            @Nullable String username) {
        String name = Clean.id(username);
        return new Peer(
                CanonicalPhone.of(phone),
                Clean.id(bsuid),
                Clean.id(parentBsuid),
                name == null
                        ? null
                        : (name.startsWith("@") ? name.substring(1) : name)
                                .toLowerCase(Locale.ROOT),
                null,
                null);
    }

    /**
     * Whether an event that is no message of its own (a status, an edit, a reaction) says who
     * somebody is. With one name only it does not: it speaks of a message sent earlier, perhaps to
     * somebody who has left that phone number since.
     */
    static boolean links(Peer peer) {
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
                                Clean.textOrNull(
                                        e.getTitle().or(() -> e.getMessage()).orElse(null)),
                                Clean.textOrNull(e.getDetails().orElse(null))))
                .orElse(null);
    }
}
