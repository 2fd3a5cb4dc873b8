package dev.coexistence.conversation.contact;

import dev.coexistence.conversation.message.Peer;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The columns of a message that say whose it is. */
public final class PeerColumns {
    /** Their names, as a query lists them. */
    static final String NAMES =
            "peer_phone, peer_bsuid, peer_parent, peer_username, peer_group, peer_profile";

    private PeerColumns() {}

    public static Peer read(ResultSet message) throws SQLException {
        return new Peer(
                message.getString("peer_phone"),
                message.getString("peer_bsuid"),
                message.getString("peer_parent"),
                message.getString("peer_username"),
                message.getString("peer_group"),
                message.getString("peer_profile"));
    }
}
