package dev.coexistence.conversation.message;

import org.jspecify.annotations.Nullable;

/**
 * The customer of a message, by the names that its event gave. Any may be missing.
 *
 * @param phone digits without plus, in canonical form (one national variant of several)
 * @param group a group's id; then the thread is the group's
 * @param profile what the user calls the profile: to be shown, nobody is found by it
 */
public record Peer(
        @Nullable String phone,
        @Nullable String bsuid,
        @Nullable String parentBsuid,
        @Nullable String username,
        @Nullable String group,
        @Nullable String profile) {
    private static final String UNADDRESSED = "unaddressed:";
    public static final Peer NOBODY = new Peer(null, null, null, null, null, null);

    /**
     * The peer of a message that names nobody: a contact of its own.
     *
     * @param message what identifies the message
     */
    public static Peer nobody(String message, @Nullable String profile) {
        return new Peer(null, null, null, null, UNADDRESSED + message, profile);
    }

    /** True where only the message itself stands for the peer. */
    public boolean isNobody() {
        return group != null && group.startsWith(UNADDRESSED);
    }

    public boolean isKnown() {
        return phone != null
                || bsuid != null
                || parentBsuid != null
                || username != null
                || group != null;
    }

    /** True for somebody in a group, and for the group. */
    public boolean isGroup() {
        return group != null && !group.startsWith(UNADDRESSED);
    }

    /** The same user by another phone number. */
    public Peer withPhone(@Nullable String other) {
        return new Peer(other, bsuid, parentBsuid, username, group, profile);
    }
}
