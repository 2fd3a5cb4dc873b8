package dev.coexistence.conversation.contact;

import dev.coexistence.conversation.message.Peer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One name by which events speak of a contact. */
public record Alias(Kind kind, String value) {

    /** Kinds of names, the surest first. */
    public enum Kind {
        GROUP,
        BSUID,
        PARENT,
        PHONE,
        USERNAME,
        /** For a message that names nobody: it is a contact of its own. */
        MESSAGE
    }

    /**
     * The aliases by which a peer is found, the surest first. A group's id stands alone: its
     * members are not one person.
     */
    public static List<Alias> of(Peer peer) {
        var aliases = new ArrayList<Alias>(4);
        if (peer.group() != null) {
            return List.of(new Alias(Kind.GROUP, peer.group()));
        }
        aliases.addAll(listPersonal(peer));
        return aliases;
    }

    /** The names of the person alone, who may have spoken in a group. */
    public static List<Alias> listPersonal(Peer peer) {
        var aliases = new ArrayList<Alias>(4);
        add(aliases, Kind.BSUID, peer.bsuid());
        add(aliases, Kind.PARENT, peer.parentBsuid());
        add(aliases, Kind.PHONE, peer.phone());
        add(aliases, Kind.USERNAME, peer.username());
        return aliases;
    }

    private static void add(List<Alias> aliases, Kind kind, @Nullable String value) {
        if (value != null) {
            aliases.add(new Alias(kind, value));
        }
    }
}
