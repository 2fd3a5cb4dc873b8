package dev.coexistence.conversation.message;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Content of a message from one source. Of two sources the higher rank wins; of one source received
 * twice the earlier one wins, so a redelivery changes nothing. Peer and direction are joined apart:
 * the late media of an imported message knows neither surely, so those that came with the message's
 * place in its thread stay.
 *
 * @param placedBy where direction and peer come from; null for this telling itself
 */
public record Content(
        Rank rank,
        boolean outgoing,
        String type,
        @Nullable String body,
        @Nullable Media media,
        @Nullable String repliesTo,
        String json,
        Peer peer,
        @Nullable MetaProblem error,
        Instant occurredAt,
        Instant receivedAt,
        @Nullable Origin placedBy) {

    public Content(
            Rank rank,
            boolean outgoing,
            String type,
            @Nullable String body,
            @Nullable Media media,
            @Nullable String repliesTo,
            String json,
            Peer peer,
            @Nullable MetaProblem error,
            Instant occurredAt,
            Instant receivedAt) {
        this(
                rank,
                outgoing,
                type,
                body,
                media,
                repliesTo,
                json,
                peer,
                error,
                occurredAt,
                receivedAt,
                null);
    }

    /** The telling that says whose the message is and which way it went. */
    public record Origin(Rank rank, Instant occurredAt, Instant receivedAt) {}

    /** Media of a message, by Meta's id. */
    public record Media(String id, @Nullable String mimeType) {}

    /** Rank of a source; a later constant beats an earlier one. The order is the rule. */
    public enum Rank {
        /** An imported message whose media is still to come, or never comes. */
        HISTORY_PLACEHOLDER,
        /** Error 131060: the message exists, its content is not there yet. */
        LIVE_PLACEHOLDER,
        HISTORY,
        /** The late media object of an imported message. */
        HISTORY_MEDIA,
        ECHO,
        INBOUND,
        /** A program's command: beats its own echo, should one come. */
        COMMAND;

        private static final Rank[] BY_NUMBER = values();

        /** The number under which it is stored; 0 is for no content at all. */
        public int number() {
            return ordinal() + 1;
        }

        public static Rank forNumber(int number) {
            return BY_NUMBER[number - 1];
        }

        public boolean isPlaceholder() {
            return this == HISTORY_PLACEHOLDER || this == LIVE_PLACEHOLDER;
        }
    }

    private static final Comparator<Content> BETTER =
            Comparator.comparing(Content::rank)
                    .thenComparing(Content::occurredAt, Comparator.reverseOrder())
                    .thenComparing(Content::receivedAt, Comparator.reverseOrder())
                    .thenComparing(Content::json)
                    .thenComparing(Content::type)
                    .thenComparing(content -> content.body == null ? "" : content.body)
                    .thenComparing(content -> String.valueOf(content.media));

    private static final Comparator<Content> SURER_OF_ITS_PLACE =
            Comparator.<Content, Boolean>comparing(content -> !content.peer.isNobody())
                    .thenComparing(content -> content.origin().rank() != Rank.HISTORY_MEDIA)
                    .thenComparing(content -> content.origin().rank())
                    .thenComparing(
                            content -> content.origin().occurredAt(), Comparator.reverseOrder())
                    .thenComparing(
                            content -> content.origin().receivedAt(), Comparator.reverseOrder())
                    .thenComparing(Content::outgoing)
                    .thenComparing(content -> String.valueOf(content.peer));

    static @Nullable Content join(@Nullable Content a, @Nullable Content b) {
        if (a == null) {
            return b;
        }
        if (b == null || a.equals(b)) {
            return a;
        }
        boolean says = BETTER.compare(a, b) >= 0;
        boolean places = SURER_OF_ITS_PLACE.compare(a, b) >= 0;
        Content said = says ? a : b;
        return says == places ? said : said.replacePlace(places ? a : b);
    }

    /** The telling that direction and peer come from. */
    public Origin origin() {
        return placedBy == null ? makeOrigin() : placedBy;
    }

    private Origin makeOrigin() {
        return new Origin(rank, occurredAt, receivedAt);
    }

    private Content replacePlace(Content other) {
        return new Content(
                rank,
                other.outgoing,
                type,
                body,
                media,
                repliesTo,
                json,
                other.peer,
                error,
                occurredAt,
                receivedAt,
                other.origin().equals(makeOrigin()) ? null : other.origin());
    }
}
