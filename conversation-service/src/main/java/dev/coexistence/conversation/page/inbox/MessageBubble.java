package dev.coexistence.conversation.page.inbox;

import dev.coexistence.conversation.content.MessageContent;
import dev.coexistence.conversation.content.Order;
import dev.coexistence.conversation.content.TypedContent;
import dev.coexistence.conversation.reading.MessageView;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A message as the thread shows it.
 *
 * @param quoted the message that it answers, where that is known
 * @param earlier its first wording, where it was edited or deleted and may be shown
 * @param agent who of the business wrote it from the page, where that is known
 * @param template what the customer got, where it is a template whose wording is known
 * @param newDay the day that begins with it, in the reader's zone
 * @param importEndsHere whether it is the last imported one before live messages
 */
record MessageBubble(
        MessageView message,
        @Nullable MessageView quoted,
        @Nullable String earlier,
        @Nullable String agent,
        @Nullable SentTemplate template,
        @Nullable LocalDate newDay,
        boolean importEndsHere) {

    /** Characters of a text that are shown before its reader asks for the rest. */
    private static final int AT_FIRST = 2_000;

    private static final int WORD = 40;

    /** The kind that it is shown as, whatever Meta calls its type. */
    public String kind() {
        if (message.revokedAt() != null) {
            return "revoked";
        }
        if (message.placeholder()) {
            return message.sender().equals("HISTORY") ? "absent" : "elsewhere";
        }
        if (message.type().equals("handover")) {
            return "system";
        }
        MessageContent content = message.content();
        return content == null ? kindOfType() : kind(content.said());
    }

    private String kind(TypedContent said) {
        return switch (said) {
            case TypedContent.Text _, TypedContent.Reaction _ ->
                    message.text() == null ? "other" : "text";
            case TypedContent.Button _, TypedContent.ButtonReply _, TypedContent.ListReply _ ->
                    message.text() == null ? "other" : "choice";
            case TypedContent.FlowReply _ -> "flow";
            case TypedContent.CallPermissionReply reply ->
                    reply.response() == null ? "other" : "call";
            case TypedContent.PaymentMethod payment ->
                    payment.method() == null ? "other" : "payment";
            case TypedContent.Interactive sent ->
                    sent.body() == null && sent.options().isEmpty() ? "other" : "interactive";
            case TypedContent.Template _ -> "template";
            case Order _ -> "order";
            case TypedContent.Location place ->
                    (place.latitude() == null || place.longitude() == null)
                                    && place.name() == null
                                    && place.address() == null
                            ? "other"
                            : "location";
            case TypedContent.Contacts contacts -> contacts.cards().isEmpty() ? "other" : "cards";
            case TypedContent.Media media -> kindOfMedia(media.type());
            case TypedContent.Notice _ -> "system";
            case TypedContent.Unsupported _ -> "unsupported";
            case TypedContent.Other _ -> "other";
        };
    }

    private static String kindOfMedia(String type) {
        return switch (type) {
            case "image", "sticker" -> "image";
            case "video" -> "video";
            case "audio", "voice" -> "audio";
            default -> "document";
        };
    }

    /** The kind of a message with unreadable JSON. */
    private String kindOfType() {
        return switch (message.type()) {
            case "image", "sticker", "video", "audio", "voice", "document" ->
                    kindOfMedia(message.type());
            case "template", "system" -> message.type();
            default -> message.text() == null ? "other" : "text";
        };
    }

    /** The content, for the template to look into. */
    public @Nullable TypedContent said() {
        MessageContent content = message.content();
        return content == null ? null : content.said();
    }

    public @Nullable String fileName() {
        return said() instanceof TypedContent.Media media ? media.fileName() : null;
    }

    /** The id or payload behind a choice, as its sender gave it. */
    public @Nullable String chosenId() {
        return switch (said()) {
            case TypedContent.Button button -> button.payload();
            case TypedContent.ButtonReply reply -> reply.id();
            case TypedContent.ListReply reply -> reply.id();
            case null, default -> null;
        };
    }

    /** More words for a choice. */
    public @Nullable String chosenDescription() {
        return said() instanceof TypedContent.ListReply reply ? reply.description() : null;
    }

    /** The answers of a flow, by field. */
    public List<Map.Entry<String, String>> answers() {
        JsonNode response =
                said() instanceof TypedContent.FlowReply reply ? reply.response() : null;
        if (response == null) {
            return List.of();
        }
        if (!response.isObject()) {
            return List.of(Map.entry("", words(response)));
        }
        return response.properties().stream()
                .map(field -> Map.entry(field.getKey(), words(field.getValue())))
                .toList();
    }

    private static String words(JsonNode value) {
        return value.isValueNode() ? value.asString("") : value.toString();
    }

    /** Price of one line of an order, in words; empty where it is not known. */
    public String price(Order.Item item) {
        Order.Amount amount = Order.of(item);
        return amount == null ? "" : amount.toString();
    }

    /** Link to a place on a map, else the address that came with it; null where there is none. */
    public @Nullable String mapLink() {
        if (!(said() instanceof TypedContent.Location place)) {
            return null;
        }
        if (place.latitude() == null || place.longitude() == null) {
            return link(place.url());
        }
        return String.format(
                Locale.ROOT,
                "https://www.openstreetmap.org/?mlat=%1$s&mlon=%2$s#map=16/%1$s/%2$s",
                place.latitude(),
                place.longitude());
    }

    /** An address of the web as it came, null for anything that a browser would run instead. */
    public @Nullable String link(@Nullable String url) {
        return url != null && url.matches("(?i)https?://\\S+") ? url : null;
    }

    /** The beginning of a long text; all of one that is not long. */
    public String firstText() {
        String text = message.text() == null ? "" : message.text();
        return text.substring(0, cut(text));
    }

    /** Rest of a long text behind its beginning; empty where there is none. */
    public String moreText() {
        String text = message.text() == null ? "" : message.text();
        return text.substring(cut(text));
    }

    /** The pieces of a text with WhatsApp's marks and its links. */
    public List<TextMarkup.Piece> pieces(@Nullable String text) {
        return text == null ? List.of() : TextMarkup.read(text);
    }

    /** Between two words where there are words, never within a character. */
    private static int cut(String text) {
        if (text.length() <= AT_FIRST + AT_FIRST / 4) {
            return text.length();
        }
        for (int at = AT_FIRST; at > AT_FIRST - WORD; at--) {
            if (Character.isWhitespace(text.charAt(at))) {
                return at;
            }
        }
        return Character.isLowSurrogate(text.charAt(AT_FIRST)) ? AT_FIRST - 1 : AT_FIRST;
    }

    /** The day that begins with it, as a machine writes it. */
    public @Nullable String day() {
        return newDay == null ? null : newDay.toString();
    }

    /** Changes whenever what is shown changes. */
    public String version() {
        return Integer.toHexString(hashCode());
    }

    /**
     * Delivery status, as one of the words that the page has a sign for; empty for the customer's.
     */
    public String tick() {
        String status = message.status();
        if (status == null || message.direction().equals("IN")) {
            return "";
        }
        return status;
    }
}
