package dev.coexistence.conversation.page;

import dev.coexistence.conversation.contact.CanonicalPhone;
import dev.coexistence.conversation.content.MessageContent;
import dev.coexistence.conversation.message.Content;
import dev.coexistence.conversation.message.Content.Rank;
import dev.coexistence.conversation.message.DeliveryStatus;
import dev.coexistence.conversation.message.MessageEdit;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.message.MetaProblem;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.conversation.message.Pricing;
import dev.coexistence.conversation.message.Reaction;
import dev.coexistence.conversation.message.Revocation;
import dev.coexistence.conversation.message.Sender;
import dev.coexistence.conversation.message.StatusLevel;
import dev.coexistence.conversation.reading.MessageView;
import dev.coexistence.conversation.reading.MessageView.Author;
import dev.coexistence.conversation.reading.MessageView.Edited;
import dev.coexistence.conversation.reading.MessageView.Emoji;
import dev.coexistence.conversation.reading.MessageView.Failure;
import dev.coexistence.conversation.reading.MessageView.Media;
import dev.coexistence.conversation.reading.MessageView.Price;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message with the parts that matter to a test, as a state or as a view. */
public final class MessageBuilder {
    /** Where a test gives no object, text and type alone are shown. */
    private static final String NO_JSON = "null";

    private final String id;
    private final long conversation;
    private final String number;
    private final String sender;
    private String direction;
    private Instant at;
    private String type = "text";
    private @Nullable String text;
    private @Nullable String status;
    private @Nullable String command;
    private @Nullable String reference;
    private @Nullable String repliesTo;
    private @Nullable String json;
    private @Nullable Media media;
    private @Nullable Failure failure;
    private @Nullable Price price;
    private @Nullable Edited edited;
    private @Nullable Instant revokedAt;
    private List<Emoji> reactions = List.of();
    private @Nullable Author author;
    private boolean placeholder;

    public MessageBuilder(String id, long conversation, String number, String sender, Instant at) {
        this.id = id;
        this.conversation = conversation;
        this.number = number;
        this.sender = sender;
        this.at = at;
        this.direction = sender.equals("CUSTOMER") ? "IN" : "OUT";
    }

    String wamid() {
        return "wamid.TEST" + id;
    }

    @Nullable String json() {
        return json;
    }

    MessageBuilder ago(Duration passed) {
        at = at.minus(passed);
        return this;
    }

    MessageBuilder incoming() {
        direction = "IN";
        return this;
    }

    public MessageBuilder type(String newType) {
        type = newType;
        return this;
    }

    public MessageBuilder text(@Nullable String newText) {
        text = newText;
        return this;
    }

    MessageBuilder status(String newStatus) {
        status = newStatus;
        return this;
    }

    MessageBuilder command(String newCommand) {
        command = newCommand;
        return this;
    }

    MessageBuilder reference(String newReference) {
        reference = newReference;
        return this;
    }

    MessageBuilder repliesTo(@Nullable String wamid) {
        repliesTo = wamid;
        return this;
    }

    MessageBuilder by(@Nullable String name, String phone) {
        author = new Author(name, phone, null, null);
        return this;
    }

    public MessageBuilder json(String newJson) {
        json = newJson;
        return this;
    }

    MessageBuilder media(@Nullable String state, @Nullable String path) {
        media = new Media("m" + id, "image/png", state, path, null);
        return this;
    }

    MessageBuilder failed(int code, String title, String details) {
        status = "failed";
        failure = new Failure(null, code, title, details);
        return this;
    }

    MessageBuilder price(String priceType, String category) {
        price = new Price("PMP", priceType, category);
        return this;
    }

    public MessageBuilder edited(String earlier) {
        edited = new Edited(at, earlier);
        return this;
    }

    public MessageBuilder revoked() {
        revokedAt = at;
        text = null;
        return this;
    }

    MessageBuilder reaction(String by, String emoji) {
        reactions = List.of(new Emoji(by, emoji, at, null));
        return this;
    }

    MessageBuilder placeholder() {
        placeholder = true;
        return this;
    }

    long conversation() {
        return conversation;
    }

    String number() {
        return number;
    }

    /** State of its media, where it has some. */
    @Nullable String mediaState() {
        return media == null ? null : media.state();
    }

    /** The message as the projector is told of it. */
    MessageState state(Peer contact) {
        Sender by = Sender.valueOf(sender);
        boolean outgoing = direction.equals("OUT");
        var content =
                new Content(
                        rank(by),
                        outgoing,
                        type,
                        edited == null ? text : edited.earlier(),
                        media == null ? null : new Content.Media(media.id(), media.mimeType()),
                        repliesTo,
                        json == null ? NO_JSON : json,
                        peer(contact, outgoing),
                        null,
                        at,
                        at);
        var state =
                MessageState.ofWamid(wamid())
                        .withContent(content, by)
                        .withCommand(command)
                        .withReference(reference)
                        .withDeliveryStatus(deliveryStatus());
        if (price != null) {
            state =
                    state.withPricing(
                            new Pricing(at, price.model(), price.type(), price.category()));
        }
        if (edited != null) {
            state = state.withEdit(MessageEdit.of(at, at, "edit." + id, text, NO_JSON));
        }
        if (revokedAt != null) {
            state = state.withRevocation(new Revocation(at, "revoke." + id));
        }
        for (Emoji emoji : reactions) {
            state =
                    state.withReactions(
                            Map.of(
                                    emoji.by(),
                                    Reaction.of(at, at, "reaction." + id, emoji.emoji())));
        }
        return state;
    }

    private Rank rank(Sender by) {
        boolean imported = by == Sender.HISTORY;
        if (placeholder) {
            return imported ? Rank.HISTORY_PLACEHOLDER : Rank.LIVE_PLACEHOLDER;
        }
        return switch (by) {
            case HISTORY -> Rank.HISTORY;
            case APP, META_AGENT -> Rank.ECHO;
            case API -> Rank.COMMAND;
            case CUSTOMER, STANDBY, SYSTEM -> Rank.INBOUND;
        };
    }

    private Peer peer(Peer contact, boolean outgoing) {
        return author == null || outgoing
                ? contact
                : new Peer(
                        CanonicalPhone.normalize(author.phone()),
                        null,
                        null,
                        null,
                        contact.group(),
                        author.name());
    }

    private @Nullable DeliveryStatus deliveryStatus() {
        if (status == null) {
            return null;
        }
        StatusLevel level =
                failure != null
                        ? StatusLevel.FAILED
                        : StatusLevel.valueOf(status.toUpperCase(Locale.ROOT));
        MetaProblem problem =
                failure == null || failure.code() == null
                        ? null
                        : new MetaProblem(failure.code(), failure.title(), failure.details());
        return new DeliveryStatus(level, at, null, problem);
    }

    private @Nullable String words() {
        MessageContent content = MessageContent.read(json);
        return text != null || content == null || revokedAt != null ? text : content.words();
    }

    public MessageView build() {
        return new MessageView(
                id,
                Long.toString(conversation),
                number,
                wamid(),
                command,
                direction,
                sender,
                reference,
                type,
                words(),
                placeholder,
                media,
                repliesTo,
                status,
                status == null ? null : at,
                failure,
                price,
                edited,
                revokedAt,
                reactions,
                at,
                at,
                revokedAt == null ? MessageContent.read(json) : null,
                author == null ? null : "Y2FwaV9ncm91cDo",
                author,
                List.of(),
                null);
    }
}
