package dev.coexistence.conversation.hold;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.coexistence.conversation.content.PhoneMask;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Hold on the sending of a number.
 *
 * @param version counts the changes; a newer one wins
 * @param state HELD: nothing leaves; PROBING: a message was taken, and a few try the way; RELEASED
 * @param reason in one word, such as PAYMENT
 * @param since when it began
 * @param releasedBy what is expected to end it: TIME, LINK_TEST or NEW_TOKEN
 * @param metaCode Meta's code of the newest refusal
 * @param metaMessage Meta's words
 * @param nextProbeAt when the next message tries the way
 * @param probes messages that tried it
 * @param waiting commands that waited when it last changed
 * @param nextAction the one thing that a person does about it
 */
public record SendingHold(
        @JsonIgnore long version,
        String state,
        String reason,
        Instant since,
        String releasedBy,
        @Nullable Integer metaCode,
        @Nullable Integer metaSubcode,
        @Nullable String metaMessage,
        @Nullable String metaDetails,
        @Nullable Instant nextProbeAt,
        int probes,
        long waiting,
        @Nullable String nextAction) {
    private static final String RELEASED = "RELEASED";

    /** The same with phone numbers masked in Meta's words, which may name a recipient. */
    public SendingHold maskPhones() {
        return new SendingHold(
                version,
                state,
                reason,
                since,
                releasedBy,
                metaCode,
                metaSubcode,
                PhoneMask.sentence(metaMessage),
                PhoneMask.sentence(metaDetails),
                nextProbeAt,
                probes,
                waiting,
                nextAction);
    }

    /** True where the number sends. */
    public boolean released() {
        return state.equals(RELEASED);
    }
}
