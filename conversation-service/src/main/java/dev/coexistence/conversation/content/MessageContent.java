package dev.coexistence.conversation.content;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of a message. As JSON it has a {@code kind} and one member of that name with what was
 * said, as Meta's own objects have: {@code {"kind": "order", "order": {…}}}.
 *
 * @param referral where the customer came from
 * @param referredProduct the product of a catalogue that a question is about
 * @param forwarded ONCE or OFTEN where it was passed on, as WhatsApp marks it
 */
public record MessageContent(
        String kind,
        @JsonIgnore TypedContent said,
        @Nullable Referral referral,
        @Nullable Product referredProduct,
        @Nullable String forwarded) {

    /** A product of a catalogue. */
    public record Product(@Nullable String catalogId, @Nullable String productRetailerId) {}

    /**
     * Reads a message object of Meta's webhooks or of its send API. What is not as documented is
     * left out, never refused.
     *
     * @param json the object, as it came or was sent
     * @return null where it is no JSON object
     */
    public static @Nullable MessageContent read(@Nullable String json) {
        return ContentReader.read(json, null);
    }

    /**
     * The same after an edit.
     *
     * @param editJson the edit, as it came
     */
    public static @Nullable MessageContent read(@Nullable String json, @Nullable String editJson) {
        return ContentReader.read(json, editJson);
    }

    /** The content, under the name of its kind. */
    @JsonAnyGetter
    public Map<String, TypedContent> member() {
        return Map.of(kind, said);
    }

    /**
     * The same with phone numbers masked, where Meta tells one: on cards and in notices. What
     * people wrote themselves stays as they wrote it.
     */
    public MessageContent maskPhones() {
        TypedContent masked =
                switch (said) {
                    case TypedContent.Contacts(List<ContactCard> cards, String origin) ->
                            new TypedContent.Contacts(
                                    cards.stream().map(ContactCard::maskPhones).toList(), origin);
                    case TypedContent.Notice(
                                    String type,
                                    String body,
                                    String waId,
                                    String userId) ->
                            new TypedContent.Notice(
                                    type, PhoneMask.sentence(body), PhoneMask.number(waId), userId);
                    case TypedContent.Reaction(String messageId, String emoji) ->
                            new TypedContent.Reaction(PhoneMask.messageId(messageId), emoji);
                    case TypedContent.Unsupported(
                                    String type,
                                    Integer code,
                                    String title,
                                    String details) ->
                            new TypedContent.Unsupported(
                                    type,
                                    code,
                                    PhoneMask.sentence(title),
                                    PhoneMask.sentence(details));
                    case TypedContent.Other other -> new TypedContent.Other(other.type(), null);
                    default -> said;
                };
        return new MessageContent(kind, masked, referral, referredProduct, forwarded);
    }

    /** Words that stand for it in one line; null where there are none. */
    public @Nullable String words() {
        return ContentWords.summarize(said);
    }

    /** Its text where it is one or carries one, whole; null otherwise. */
    public @Nullable String text() {
        return switch (said) {
            case TypedContent.Text(String body) -> body;
            case TypedContent.Media media -> media.caption();
            default -> null;
        };
    }
}
