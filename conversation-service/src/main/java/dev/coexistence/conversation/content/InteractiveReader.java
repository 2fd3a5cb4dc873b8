package dev.coexistence.conversation.content;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads interactive messages and templates: what the business sent, and what was answered. */
final class InteractiveReader {
    private InteractiveReader() {}

    static TypedContent read(LenientJson body) {
        String type = body.text("type");
        LenientJson answer = body.at(type == null ? readAnswer(body) : type);
        return switch (type == null ? readAnswer(body) : type) {
            case "button_reply" ->
                    new TypedContent.ButtonReply(answer.text("id"), answer.text("title"));
            case "list_reply" ->
                    new TypedContent.ListReply(
                            answer.text("id"), answer.text("title"), answer.text("description"));
            case "nfm_reply" ->
                    new TypedContent.FlowReply(
                            answer.text("name"),
                            answer.text("body"),
                            ContentReader.unwrapJson(answer.raw("response_json")));
            case "call_permission_reply" -> {
                BigDecimal expires = answer.number("expiration_timestamp");
                yield new TypedContent.CallPermissionReply(
                        answer.text("response"),
                        expires == null ? null : (Long) expires.longValue(),
                        answer.text("response_source"));
            }
            case "payment_method" ->
                    new TypedContent.PaymentMethod(
                            answer.text("payment_method"), answer.text("reference_id"));
            default ->
                    new TypedContent.Interactive(
                            type,
                            header(body.at("header")),
                            body.at("body").text("text"),
                            body.at("footer").text("text"),
                            options(body.at("action")),
                            body.isObject() ? body.json() : null);
        };
    }

    private static String readAnswer(LenientJson body) {
        for (String answer :
                List.of(
                        "button_reply",
                        "list_reply",
                        "nfm_reply",
                        "call_permission_reply",
                        "payment_method")) {
            if (body.has(answer)) {
                return answer;
            }
        }
        return "";
    }

    private static @Nullable String header(LenientJson header) {
        String text = header.text("text");
        return text == null ? header.at("document").text("filename") : text;
    }

    private static List<TypedContent.Option> options(LenientJson action) {
        var options = new ArrayList<TypedContent.Option>();
        for (LenientJson button : action.items("buttons")) {
            LenientJson reply = button.at("reply");
            options.add(
                    new TypedContent.Option(
                            reply.text("id"),
                            reply.text("title") == null
                                    ? button.text("title")
                                    : reply.text("title"),
                            null));
        }
        for (LenientJson section : action.items("sections")) {
            for (LenientJson row : section.items("rows")) {
                options.add(
                        new TypedContent.Option(
                                row.text("id"), row.text("title"), row.text("description")));
            }
        }
        String link = action.at("parameters").text("display_text");
        if (link != null) {
            options.add(new TypedContent.Option(null, link, action.at("parameters").text("url")));
        }
        return options;
    }

    static TypedContent template(LenientJson body) {
        var values = new ArrayList<String>();
        for (LenientJson component : body.items("components")) {
            for (LenientJson parameter : component.items("parameters")) {
                String value = value(parameter);
                if (value != null) {
                    values.add(value);
                }
            }
        }
        LenientJson language = body.at("language");
        return new TypedContent.Template(
                body.text("name"),
                language.isObject() ? language.text("code") : body.text("language"),
                values,
                body.raw("components"));
    }

    private static @Nullable String value(LenientJson parameter) {
        for (String money : List.of("currency", "date_time")) {
            String fallback = parameter.at(money).text("fallback_value");
            if (fallback != null) {
                return fallback;
            }
        }
        String text = parameter.text("text");
        return text == null ? parameter.text("payload") : text;
    }
}
