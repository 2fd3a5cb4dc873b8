package dev.coexistence.dispatch.meta;

import dev.coexistence.dispatch.command.Command;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * The body of a request: the stored message object with envelope, recipient and the command's id.
 */
public final class RequestBody {
    private RequestBody() {}

    static byte[] of(Command command) {
        Command.Content content = command.content();
        var body = new StringBuilder(content.json().length() + 200);
        body.append("{\"messaging_product\":\"whatsapp\"");
        if (!content.type().equals("read")) {
            String group = content.group();
            member(body, "recipient_type", group == null ? "individual" : "group");
            if (group != null) {
                member(body, "to", group);
            } else if (content.to() != null) {
                member(body, "to", content.to());
            } else if (content.bsuid() != null) {
                member(body, "recipient", content.bsuid());
            }
            member(body, "biz_opaque_callback_data", command.id());
        }
        String members = content.json().strip();
        if (members.length() > 2) {
            body.append(',').append(members, 1, members.length());
        } else {
            body.append('}');
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void member(StringBuilder body, String name, String value) {
        body.append(",\"").append(name).append("\":\"");
        body.append(JsonStringEncoder.getInstance().quoteAsCharArray(value)).append('"');
    }
}
