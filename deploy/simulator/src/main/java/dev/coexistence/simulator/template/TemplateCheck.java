package dev.coexistence.simulator.template;

import dev.coexistence.simulator.wire.GraphError;
import dev.coexistence.simulator.wire.MetaJson;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Holds the parameters of a send against its template, as Meta does: 132000 for another number of
 * them, 132012 for another kind, 131008 for an empty text, 132018 for a text that Meta does not
 * allow.
 */
final class TemplateCheck {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}\\s]+)\\s*}}");
    private static final Pattern NOT_ALLOWED = Pattern.compile("[\\n\\t\\r]| {5,}");
    private static final Set<String> TEXTS = Set.of("text", "currency", "date_time");
    private static final Set<String> MEDIA = Set.of("image", "video", "document", "location");

    private final MessageTemplate template;
    private final Map<String, JsonNode> given = new HashMap<>();

    private TemplateCheck(MessageTemplate template) {
        this.template = template;
    }

    /** Meta's refusal of these components for that template; null where nothing is wrong. */
    static @Nullable GraphError refusal(MessageTemplate template, JsonNode components) {
        return new TemplateCheck(template).read(components);
    }

    private @Nullable GraphError read(JsonNode components) {
        for (JsonNode component : components) {
            String type = MetaJson.string(component, "type", "").toLowerCase(Locale.ROOT);
            String place =
                    type.equals("button")
                            ? "button " + MetaJson.string(component, "index", "0")
                            : type;
            if (!type.equals("header") && !type.equals("body") && !type.equals("button")) {
                return GraphError.of(100, "Unexpected component type " + type + ".");
            }
            given.put(place, component.path("parameters"));
        }
        for (JsonNode component : template.components()) {
            GraphError refusal =
                    switch (MetaJson.string(component, "type", "").toUpperCase(Locale.ROOT)) {
                        case "HEADER" -> header(component);
                        case "BODY" -> texts("body", MetaJson.string(component, "text", ""));
                        case "BUTTONS" -> buttons(component.path("buttons"));
                        default -> null;
                    };
            if (refusal != null) {
                return refusal;
            }
        }
        for (Map.Entry<String, JsonNode> rest : given.entrySet()) {
            if (!rest.getValue().isEmpty()) {
                return countError(rest.getKey(), rest.getValue().size(), 0);
            }
        }
        return null;
    }

    private @Nullable GraphError header(JsonNode component) {
        String format = MetaJson.string(component, "format", "TEXT").toLowerCase(Locale.ROOT);
        if (!MEDIA.contains(format)) {
            return texts("header", MetaJson.string(component, "text", ""));
        }
        JsonNode parameters = takeComponent("header");
        if (parameters.size() != 1) {
            return countError("header", parameters.size(), 1);
        }
        String type = MetaJson.string(parameters.get(0), "type", "");
        if (!type.equals(format)) {
            return mismatch("header", format, type);
        }
        return parameters.get(0).path(type).isObject()
                ? null
                : GraphError.of(131008, "Parameter of type " + type + " is missing its value.");
    }

    private @Nullable GraphError texts(String place, String text) {
        Set<String> variables = new LinkedHashSet<>();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            variables.add(matcher.group(1));
        }
        JsonNode parameters = takeComponent(place);
        if (parameters.size() != variables.size()) {
            return countError(place, parameters.size(), variables.size());
        }
        for (JsonNode parameter : parameters) {
            String type = MetaJson.string(parameter, "type", "");
            if (!TEXTS.contains(type)) {
                return mismatch(place, "text", type);
            }
            GraphError refusal = value(place, parameter, type);
            if (refusal == null && template.named()) {
                refusal = name(place, parameter, variables);
            }
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private static @Nullable GraphError value(String place, JsonNode parameter, String type) {
        if (!type.equals("text")) {
            return parameter.path(type).isObject() ? null : mismatch(place, type, "nothing");
        }
        JsonNode text = parameter.path("text");
        if (text.isMissingNode() || text.isNull() || text.asString("").isEmpty()) {
            return GraphError.of(131008, "Parameter of type text is missing text value");
        }
        if (NOT_ALLOWED.matcher(text.asString("")).find()) {
            return GraphError.of(
                    132018,
                    "Param text cannot have new-line/tab characters or more than 4 consecutive"
                            + " spaces");
        }
        return null;
    }

    private static @Nullable GraphError name(
            String place, JsonNode parameter, Set<String> variables) {
        String name = MetaJson.string(parameter, "parameter_name", "");
        if (name.isEmpty()) {
            return GraphError.of(100, "Parameter name is missing or empty");
        }
        return variables.remove(name)
                ? null
                : GraphError.of(132012, place + ": there is no variable " + name);
    }

    private @Nullable GraphError buttons(JsonNode buttons) {
        for (int i = 0; i < buttons.size(); i++) {
            JsonNode button = buttons.get(i);
            String place = "button " + i;
            JsonNode parameters = takeComponent(place);
            int expected =
                    switch (MetaJson.string(button, "type", "").toUpperCase(Locale.ROOT)) {
                        case "URL" ->
                                VARIABLE.matcher(MetaJson.string(button, "url", "")).find() ? 1 : 0;
                        case "COPY_CODE", "OTP" -> 1;
                        default -> parameters.size();
                    };
            if (parameters.size() != expected) {
                return countError(place, parameters.size(), expected);
            }
        }
        return null;
    }

    private JsonNode takeComponent(String place) {
        JsonNode parameters = given.remove(place);
        return parameters == null ? MetaJson.array() : parameters;
    }

    private static GraphError countError(String place, int given, int expected) {
        return GraphError.of(
                132000,
                "%s: number of localizable_params (%d) does not match the expected number of params (%d)"
                        .formatted(place, given, expected));
    }

    private static GraphError mismatch(String place, String expected, String given) {
        return GraphError.of(
                132012,
                "%s: Format mismatch, expected %s, received %s"
                        .formatted(
                                place,
                                expected.toUpperCase(Locale.ROOT),
                                given.isEmpty() ? "UNKNOWN" : given.toUpperCase(Locale.ROOT)));
    }
}
