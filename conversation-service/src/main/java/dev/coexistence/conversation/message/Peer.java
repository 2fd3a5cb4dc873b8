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

    public boolean isKnown() {
        return phone != null
                || bsuid != null
                || parentBsuid != null
                || username != null
                || group != null;
    }

    /** Whether it is somebody in a group, or the group. */
    public boolean isGroup() {
        return group != null && !group.startsWith(UNADDRESSED);
    }

    /** What names nobody: a contact of its own. */
    public static Peer unaddressed(String id) {
        return new Peer(null, null, null, null, UNADDRESSED + id, null);
    }

    /** The same user by another phone number. */
    public Peer withPhone(@Nullable String other) {
        return new Peer(other, bsuid, parentBsuid, username, group, profile);
    }
}
