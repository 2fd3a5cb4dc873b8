package dev.coexistence.conversation.content;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads interactive messages and templates: what the business sent, and what was answered. */
final class InteractiveReader {
    private InteractiveReader() {}

    static Said read(Node body) {
        String type = body.text("type");
        Node answer = body.at(type == null ? answered(body) : type);
        return switch (type == null ? answered(body) : type) {
            case "button_reply" -> new Said.ButtonReply(answer.text("id"), answer.text("title"));
            case "list_reply" ->
                    new Said.ListReply(
                            answer.text("id"), answer.text("title"), answer.text("description"));
            case "nfm_reply" ->
                    new Said.FlowReply(
                            answer.text("name"),
                            answer.text("body"),
                            ContentReader.nested(answer.raw("response_json")));
            case "call_permission_reply" -> {
                BigDecimal expires = answer.number("expiration_timestamp");
                yield new Said.CallPermissionReply(
                        answer.text("response"),
                        expires == null ? null : (Long) expires.longValue(),
                        answer.text("response_source"));
            }
            case "payment_method" ->
                    new Said.PaymentMethod(
                            answer.text("payment_method"), answer.text("reference_id"));
            default ->
                    new Said.Interactive(
                            type,
                            header(body.at("header")),
                            body.at("body").text("text"),
                            body.at("footer").text("text"),
                            options(body.at("action")),
                            body.isObject() ? body.json() : null);
        };
    }

    private static String answered(Node body) {
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

    private static @Nullable String header(Node header) {
        String text = header.text("text");
        return text == null ? header.at("document").text("filename") : text;
    }

    private static List<Said.Option> options(Node action) {
        var options = new ArrayList<Said.Option>();
        for (Node button : action.items("buttons")) {
            Node reply = button.at("reply");
            options.add(
                    new Said.Option(
                            reply.text("id"),
                            reply.text("title") == null
                                    ? button.text("title")
                                    : reply.text("title"),
                            null));
        }
        for (Node section : action.items("sections")) {
            for (Node row : section.items("rows")) {
                options.add(
                        new Said.Option(
                                row.text("id"), row.text("title"), row.text("description")));
            }
        }
        String link = action.at("parameters").text("display_text");
        if (link != null) {
            options.add(new Said.Option(null, link, action.at("parameters").text("url")));
        }
        return options;
    }

    static Said template(Node body) {
        var values = new ArrayList<String>();
        for (Node component : body.items("components")) {
            for (Node parameter : component.items("parameters")) {
                String value = value(parameter);
                if (value != null) {
                    values.add(value);
                }
            }
        }
        Node language = body.at("language");
        return new Said.Template(
                body.text("name"),
                language.isObject() ? language.text("code") : body.text("language"),
                values,
                body.raw("components"));
    }

    private static @Nullable String value(Node parameter) {
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
