package dev.coexistence.conversation.page.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Template message as its customer got it: the wording that Meta approved, with the values that it
 * was sent with (Meta: message templates, components).
 *
 * @param media kind of media over it, in lower case; null where there is none
 * @param header its headline
 */
record SentTemplate(
        @Nullable String media,
        @Nullable String header,
        @Nullable String body,
        @Nullable String footer,
        List<Button> buttons) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

    /**
     * @param value what stands behind it: an address, a phone number or a code; null for a quick
     *     reply
     */
    record Button(String text, @Nullable String value) {}

    /**
     * @param approved components of the template's definition
     * @param sent components of the message; null or missing where it has no values
     */
    static SentTemplate of(JsonNode approved, @Nullable JsonNode sent) {
        String media = null;
        String header = null;
        String body = null;
        String footer = null;
        List<Button> buttons = List.of();
        for (JsonNode part : approved) {
            switch (lower(part.path("type"))) {
                case "header" -> {
                    String format = lower(part.path("format"));
                    if (format.equals("text") || format.isEmpty()) {
                        header = fill(part.path("text").asString(""), parameters(sent, "header"));
                    } else {
                        media = format;
                    }
                }
                case "body" ->
                        body = fill(part.path("text").asString(""), parameters(sent, "body"));
                case "footer" -> footer = part.path("text").asString(null);
                case "buttons" -> buttons = buttons(part.path("buttons"), sent);
                default -> {}
            }
        }
        return new SentTemplate(media, header, body, footer, buttons);
    }

    private static List<Button> buttons(JsonNode approved, @Nullable JsonNode sent) {
        var buttons = new ArrayList<Button>();
        for (JsonNode one : approved) {
            JsonNode values = buttonParameters(sent, buttons.size());
            String value =
                    switch (lower(one.path("type"))) {
                        case "url" -> fill(one.path("url").asString(""), values);
                        case "phone_number" -> one.path("phone_number").asString(null);
                        case "copy_code" -> values.path(0).path("coupon_code").asString(null);
                        default -> null;
                    };
            buttons.add(new Button(one.path("text").asString(""), value));
        }
        return List.copyOf(buttons);
    }

    private static JsonNode parameters(@Nullable JsonNode sent, String type) {
        if (sent != null) {
            for (JsonNode part : sent) {
                if (lower(part.path("type")).equals(type)) {
                    return part.path("parameters");
                }
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode buttonParameters(@Nullable JsonNode sent, int index) {
        if (sent != null) {
            for (JsonNode part : sent) {
                if (lower(part.path("type")).equals("button")
                        && part.path("index").asString("").equals(Integer.toString(index))) {
                    return part.path("parameters");
                }
            }
        }
        return MissingNode.getInstance();
    }

    /** A placeholder without a value stays as it is. */
    private static String fill(String text, JsonNode parameters) {
        Matcher found = PLACEHOLDER.matcher(text);
        var filled = new StringBuilder();
        while (found.find()) {
            String value = value(parameters, found.group(1));
            found.appendReplacement(
                    filled, Matcher.quoteReplacement(value == null ? found.group() : value));
        }
        return found.appendTail(filled).toString();
    }

    private static @Nullable String value(JsonNode parameters, String place) {
        for (JsonNode one : parameters) {
            if (one.path("parameter_name").asString("").equals(place)) {
                return words(one);
            }
        }
        return place.matches("[1-9]\\d{0,3}")
                ? words(parameters.path(Integer.parseInt(place) - 1))
                : null;
    }

    private static @Nullable String words(JsonNode parameter) {
        return switch (lower(parameter.path("type"))) {
            case "currency" -> parameter.path("currency").path("fallback_value").asString(null);
            case "date_time" -> parameter.path("date_time").path("fallback_value").asString(null);
            default -> parameter.path("text").asString(null);
        };
    }

    private static String lower(JsonNode text) {
        return text.asString("").toLowerCase(Locale.ROOT);
    }
}
