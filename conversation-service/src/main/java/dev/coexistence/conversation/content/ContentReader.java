package dev.coexistence.conversation.content;

import dev.coexistence.conversation.content.MessageContent.Product;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads contents from Meta's objects. Tolerant: a member of another shape counts as left out. */
final class ContentReader {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> NO_CONTENT =
            Set.of("id", "from", "to", "timestamp", "type", "context", "errors", "referral");

    private ContentReader() {}

    static @Nullable MessageContent read(@Nullable String json, @Nullable String editJson) {
        LenientJson message = parse(json);
        LenientJson edit = parse(editJson);
        if (message == null) {
            return null;
        }
        TypedContent said = said(edit == null ? message : edit);
        LenientJson context = message.at("context");
        return new MessageContent(
                said.kind(),
                said,
                referral(message.at("referral")),
                product(context.at("referred_product")),
                readForwarded(context));
    }

    private static @Nullable LenientJson parse(@Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            var node = new LenientJson(JSON.readTree(json));
            return node.isObject() ? node : null;
        } catch (JacksonException _) {
            return null;
        }
    }

    private static TypedContent said(LenientJson message) {
        String type = type(message);
        if (type.equals("edit")) {
            LenientJson inner = message.at("edit").at("message");
            return inner.isObject() ? said(inner) : new TypedContent.Other(type, message.raw(type));
        }
        LenientJson body = message.at(type);
        return switch (type) {
            case "text" ->
                    new TypedContent.Text(body.isObject() ? body.text("body") : message.text(type));
            case "button" -> new TypedContent.Button(body.text("payload"), body.text("text"));
            case "interactive" -> InteractiveReader.read(body);
            case "template" -> InteractiveReader.template(body);
            case "order" -> order(body);
            case "location" ->
                    new TypedContent.Location(
                            degrees(body.number("latitude")),
                            degrees(body.number("longitude")),
                            body.text("name"),
                            body.text("address"),
                            body.text("url"));
            case "contacts" ->
                    new TypedContent.Contacts(
                            message.items("contacts").stream().map(ContentReader::card).toList(),
                            message.text("origin"));
            case "image", "video", "audio", "voice", "document", "sticker" -> media(type, body);
            case "reaction" ->
                    new TypedContent.Reaction(body.text("message_id"), body.text("emoji"));
            case "system" -> notice(body);
            case "unsupported" -> readUnsupported(message);
            default ->
                    body.has("id") && body.has("mime_type")
                            ? media(type, body)
                            : new TypedContent.Other(type, message.raw(type));
        };
    }

    /** The stated type, else the first member that could be the content. */
    private static String type(LenientJson message) {
        String stated = message.text("type");
        if (stated != null) {
            return stated;
        }
        return message.json().propertyNames().stream()
                .filter(name -> !NO_CONTENT.contains(name) && message.raw(name) != null)
                .filter(name -> message.json().path(name).isContainer())
                .findFirst()
                .orElse("unknown");
    }

    private static TypedContent media(String type, LenientJson body) {
        return new TypedContent.Media(
                type,
                body.text("id"),
                body.text("mime_type"),
                body.text("filename"),
                body.text("caption"),
                body.text("sha256"),
                body.flag("voice"),
                body.flag("animated"),
                body.text("link"));
    }

    private static TypedContent order(LenientJson body) {
        return Order.of(
                body.text("catalog_id"),
                body.text("text"),
                body.items("product_items").stream()
                        .map(item ->
                                new Order.Item(
                                        item.text("product_retailer_id"),
                                        item.number("quantity"),
                                        item.number("item_price"),
                                        item.text("currency")))
                        .toList());
    }

    private static @Nullable Double degrees(@Nullable BigDecimal number) {
        return number == null ? null : (Double) number.doubleValue();
    }

    private static ContactCard card(LenientJson card) {
        LenientJson name = card.at("name");
        String formatted = name.text("formatted_name");
        return new ContactCard(
                formatted != null
                        ? formatted
                        : join(" ", name.text("first_name"), name.text("last_name")),
                card.items("phones").stream()
                        .map(phone ->
                                new ContactCard.Phone(
                                        phone.text("phone"),
                                        phone.text("wa_id"),
                                        phone.text("type")))
                        .toList(),
                labelItems(card.items("emails"), "email"),
                labelItems(card.items("urls"), "url"),
                labelItems(card.items("addresses"), "street", "zip", "city", "state", "country"),
                organisation(card.at("org")),
                card.text("birthday"));
    }

    private static List<ContactCard.Labelled> labelItems(
            List<LenientJson> items, String... members) {
        return items.stream()
                .map(item -> {
                    String value = join(", ", Stream.of(members).map(item::text));
                    return value == null
                            ? null
                            : new ContactCard.Labelled(value, item.text("type"));
                })
                .filter(Objects::nonNull)
                .toList();
    }

    private static ContactCard.@Nullable Organisation organisation(LenientJson org) {
        return org.isObject()
                ? new ContactCard.Organisation(
                        org.text("company"), org.text("department"), org.text("title"))
                : null;
    }

    private static TypedContent notice(LenientJson body) {
        String waId = body.text("wa_id");
        return new TypedContent.Notice(
                body.text("type"),
                body.text("body"),
                waId == null ? body.text("new_wa_id") : waId,
                body.text("user_id"));
    }

    private static TypedContent readUnsupported(LenientJson message) {
        LenientJson body = message.at("unsupported");
        LenientJson error =
                message.items("errors").stream().findFirst().orElse(message.at("errors"));
        BigDecimal code = error.number("code");
        String title = error.text("title");
        String raw = body.text("raw_type");
        return new TypedContent.Unsupported(
                raw == null ? body.text("type") : raw,
                code == null ? null : (Integer) code.intValue(),
                title == null ? error.text("message") : title,
                error.at("error_data").text("details"));
    }

    private static @Nullable Referral referral(LenientJson referral) {
        return referral.isObject()
                ? new Referral(
                        referral.text("source_type"),
                        referral.text("source_id"),
                        referral.text("source_url"),
                        referral.text("headline"),
                        referral.text("body"),
                        referral.text("ctwa_clid"),
                        referral.text("media_type"),
                        referral.text("image_url"),
                        referral.text("video_url"),
                        referral.text("thumbnail_url"),
                        referral.at("welcome_message").text("text"))
                : null;
    }

    private static @Nullable Product product(LenientJson product) {
        return product.isObject()
                ? new Product(product.text("catalog_id"), product.text("product_retailer_id"))
                : null;
    }

    private static @Nullable String readForwarded(LenientJson context) {
        if (Boolean.TRUE.equals(context.flag("frequently_forwarded"))) {
            return "OFTEN";
        }
        return Boolean.TRUE.equals(context.flag("forwarded")) ? "ONCE" : null;
    }

    private static @Nullable String join(String between, @Nullable String... parts) {
        return join(between, Stream.of(parts));
    }

    private static @Nullable String join(String between, Stream<@Nullable String> parts) {
        String line = String.join(between, parts.filter(Objects::nonNull).toList());
        return line.isEmpty() ? null : line;
    }

    /** JSON within a string, as flows answer; the string itself where it is none. */
    static @Nullable JsonNode unwrapJson(@Nullable JsonNode node) {
        if (node == null || !node.isString()) {
            return node;
        }
        try {
            JsonNode inner = JSON.readTree(node.stringValue());
            return inner.isMissingNode() ? node : inner;
        } catch (JacksonException _) {
            return node;
        }
    }
}
