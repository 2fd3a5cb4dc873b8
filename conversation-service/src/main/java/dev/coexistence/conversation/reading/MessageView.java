package dev.coexistence.conversation.reading;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.coexistence.conversation.content.MessageContent;
import dev.coexistence.conversation.content.PhoneMask;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message of a thread.
 *
 * @param id this system's id of it
 * @param direction IN or OUT, as the business sees it
 * @param sender CUSTOMER, APP (the owner's phone), API (a program), META_AGENT (Meta's own agent),
 *     SYSTEM (a line that nobody wrote, such as a handover) or HISTORY (imported)
 * @param reference the program's own reference
 * @param text its newest wording, whole, or words that stand for it; null where there are none, and
 *     for a revoked message
 * @param placeholder true where the content is not here: to be read on the phone, or still to come
 * @param status queued, accepted, sent, delivered, read, played, failed, unknown, expired or
 *     cancelled; null for what a customer wrote
 * @param price what Meta says it costs; app messages cost nothing and have none
 * @param content what it says, typed, in its newest wording; null for a revoked message and where
 *     its JSON cannot be read
 * @param groupId the group in which it was written; null where it has one recipient
 * @param author who of the group wrote it; null outside of groups and for the business
 * @param participants how far it got with each member of the group that Meta told of
 * @param json Meta's or the sender's own object, verbatim, where it was asked for
 */
public record MessageView(
        String id,
        String conversationId,
        String phoneNumberId,
        @Nullable String wamid,
        @Nullable String commandId,
        String direction,
        String sender,
        @Nullable String reference,
        String type,
        @Nullable String text,
        boolean placeholder,
        @Nullable Media media,
        @Nullable String repliesTo,
        @Nullable String status,
        @Nullable Instant statusAt,
        @Nullable Failure failure,
        @Nullable Price price,
        @Nullable Edited edited,
        @Nullable Instant revokedAt,
        List<Emoji> reactions,
        Instant occurredAt,
        Instant receivedAt,
        @Nullable MessageContent content,
        @Nullable String groupId,
        @Nullable Author author,
        List<ParticipantStatus> participants,
        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonRawValue @Nullable String json) {

    /** The same with what each member of the group is known to have got. */
    MessageView addParticipants(List<ParticipantStatus> known) {
        return with(known, json);
    }

    /** The same without Meta's own object. */
    public MessageView removeJson() {
        return json == null ? this : with(participants, null);
    }

    /**
     * The same with phone numbers masked: of the author, the members of a group, on contact cards
     * and in notices, and in Meta's ids, which carry them. What people wrote stays as written.
     */
    public MessageView maskPhones() {
        boolean told = type.equals("contacts") || type.equals("system");
        return new MessageView(
                id,
                conversationId,
                phoneNumberId,
                PhoneMask.messageId(wamid),
                commandId,
                direction,
                sender,
                reference,
                type,
                told ? PhoneMask.sentence(text) : text,
                placeholder,
                media,
                PhoneMask.messageId(repliesTo),
                status,
                statusAt,
                failure == null ? null : failure.maskPhones(),
                price,
                told && edited != null ? edited.maskPhones() : edited,
                revokedAt,
                reactions.stream().map(Emoji::maskPhones).toList(),
                occurredAt,
                receivedAt,
                content == null ? null : content.maskPhones(),
                groupId,
                author == null ? null : author.maskPhones(),
                participants.stream().map(ParticipantStatus::maskPhones).toList(),
                null);
    }

    private MessageView with(List<ParticipantStatus> known, @Nullable String verbatim) {
        return new MessageView(
                id,
                conversationId,
                phoneNumberId,
                wamid,
                commandId,
                direction,
                sender,
                reference,
                type,
                text,
                placeholder,
                media,
                repliesTo,
                status,
                statusAt,
                failure,
                price,
                edited,
                revokedAt,
                reactions,
                occurredAt,
                receivedAt,
                content,
                groupId,
                author,
                known,
                verbatim);
    }

    /**
     * Author of a message in a group.
     *
     * @param name what the profile is called
     * @param phone with plus, where it is known
     */
    public record Author(
            @Nullable String name,
            @Nullable String phone,
            @Nullable String username,
            @Nullable String bsuid) {

        Author maskPhones() {
            return new Author(name, PhoneMask.number(phone), username, bsuid);
        }
    }

    /**
     * Delivery status of a message with one member of its group.
     *
     * @param participant phone number with plus, or business-scoped user id
     * @param status in Meta's word
     */
    public record ParticipantStatus(String participant, String status, Instant at) {

        ParticipantStatus maskPhones() {
            return new ParticipantStatus(
                    Objects.requireNonNull(PhoneMask.identity(participant)), status, at);
        }
    }

    /**
     * Media of a message.
     *
     * @param state WAITING, STORED, FAILED or GONE
     * @param path where this service serves it, once stored
     */
    public record Media(
            String id,
            @Nullable String mimeType,
            @Nullable String state,
            @Nullable String path,
            @Nullable String problem) {}

    /**
     * Failure of a message, or the error in its content.
     *
     * @param reason this system's own word
     * @param code Meta's code
     */
    public record Failure(
            @Nullable String reason,
            @Nullable Integer code,
            @Nullable String title,
            @Nullable String details) {

        Failure maskPhones() {
            return new Failure(
                    reason, code, PhoneMask.sentence(title), PhoneMask.sentence(details));
        }
    }

    /** Price as Meta reported it, in Meta's words. */
    public record Price(@Nullable String model, @Nullable String type, @Nullable String category) {}

    /**
     * That it was edited.
     *
     * @param earlier the first wording
     */
    public record Edited(Instant at, @Nullable String earlier) {

        Edited maskPhones() {
            return new Edited(at, PhoneMask.sentence(earlier));
        }
    }

    /**
     * A reaction.
     *
     * @param by customer or business
     * @param participant who of a group; null outside of groups
     */
    public record Emoji(String by, String emoji, Instant at, @Nullable String participant) {

        Emoji maskPhones() {
            return new Emoji(by, emoji, at, PhoneMask.identity(participant));
        }
    }
}
