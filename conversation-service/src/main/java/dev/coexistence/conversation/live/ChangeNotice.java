package dev.coexistence.conversation.live;

/**
 * Notice of a change, for those who follow: a pointer, not the changed object itself.
 *
 * @param conversation 0 where it is about none
 * @param message 0 where it is about none
 */
public record ChangeNotice(Kind kind, String phoneNumberId, long conversation, long message) {

    /** Kind of a change; its word is part of the API. */
    public enum Kind {
        MESSAGE_INBOUND("message.inbound"),
        MESSAGE_ECHO("message.echo"),
        /** A customer wrote while Meta's agent has the thread: no program's turn. */
        MESSAGE_STANDBY("message.standby"),
        /** Meta's agent answered. */
        MESSAGE_AGENT("message.agent"),
        MESSAGE_QUEUED("message.queued"),
        MESSAGE_SENT("message.sent"),
        MESSAGE_STATUS("message.status"),
        MESSAGE_RESOLVED("message.resolved"),
        MESSAGE_EDITED("message.edited"),
        MESSAGE_REVOKED("message.revoked"),
        MESSAGE_REACTION("message.reaction"),
        MESSAGE_UPDATED("message.updated"),
        CONVERSATION_READ("conversation.read"),
        CONVERSATION_HANDOVER("conversation.handover"),
        CONVERSATION_MERGED("conversation.merged"),
        CONTACT_UPDATED("contact.updated"),
        CONTACT_ERASED("contact.erased"),
        HISTORY_IMPORTED("history.imported"),
        HISTORY_PROGRESS("history.progress"),
        HISTORY_DECLINED("history.declined"),
        CONNECTION_CHANGED("connection.changed"),
        CONNECTION_HELD("connection.held"),
        CONNECTION_RELEASED("connection.released"),
        MEDIA_STORED("media.stored");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /**
         * @throws IllegalArgumentException where no kind is written so
         */
        public static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("No change is called " + word);
        }
    }
}
