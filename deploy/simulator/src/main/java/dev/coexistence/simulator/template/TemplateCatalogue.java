package dev.coexistence.simulator.template;

import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.GraphError;
import dev.coexistence.simulator.wire.MetaJson;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The templates of each account: what every account has from the start, and what was put there
 * since.
 */
public final class TemplateCatalogue {
    private static final List<String> CATEGORIES =
            List.of("MARKETING", "UTILITY", "AUTHENTICATION");
    private static final List<MessageTemplate> STANDARD =
            List.of(
                    standard(
                            1,
                            "order_update",
                            "en",
                            "UTILITY",
                            "Hello {{1}}, your order {{2}} is ready."),
                    standard(
                            2,
                            "appointment",
                            "en",
                            "UTILITY",
                            "We look forward to seeing you {{1}}."),
                    standard(3, "spring_sale", "en", "MARKETING", "Spring is here.")
                            .withStatus(MessageTemplate.Status.PENDING),
                    standard(4, "hello_world", "en_US", "UTILITY", "Welcome and congratulations!!"),
                    standard(5, "greeting", "en", "UTILITY", "Good day."),
                    standard(6, "hello", "en", "UTILITY", "Hello."),
                    standard(7, "order", "de", "UTILITY", "Ihre Bestellung ist da."),
                    standard(8, "summer_sale", "en", "MARKETING", "Summer prices for {{1}}."));

    private record Key(String name, String language) {}

    private final Map<String, Map<Key, MessageTemplate>> own = new HashMap<>();
    private long next = 1_000;
    private volatile boolean enforced;

    /**
     * @param enforced whether sends are held against the templates
     */
    public TemplateCatalogue(boolean enforced) {
        this.enforced = enforced;
    }

    public void enforce(boolean wanted) {
        enforced = wanted;
    }

    public boolean enforced() {
        return enforced;
    }

    /** The account's templates by name and language. */
    public synchronized List<MessageTemplate> all(String wabaId) {
        Map<Key, MessageTemplate> known = new HashMap<>();
        STANDARD.forEach(t -> known.put(new Key(t.name(), t.language()), t));
        known.putAll(own.getOrDefault(wabaId, Map.of()));
        return known.values().stream()
                .sorted(
                        Comparator.comparing(MessageTemplate::name)
                                .thenComparing(MessageTemplate::language))
                .toList();
    }

    /** The template that a send names; null for none. */
    public @Nullable MessageTemplate find(String wabaId, JsonNode content) {
        return find(wabaId, MetaJson.string(content, "name", ""), language(content));
    }

    public @Nullable MessageTemplate find(String wabaId, String name, String language) {
        return all(wabaId).stream()
                .filter(t -> t.name().equals(name) && t.language().equals(language))
                .findFirst()
                .orElse(null);
    }

    /**
     * Meta's refusal of a template send; null where nothing is wrong.
     *
     * @param content the member {@code template} of the request
     * @param toUserId whether the recipient is named by a business-scoped user id
     */
    public @Nullable GraphError refusal(String wabaId, JsonNode content, boolean toUserId) {
        if (!enforced) {
            return null;
        }
        String name = MetaJson.string(content, "name", "");
        String language = language(content);
        MessageTemplate template = find(wabaId, name, language);
        if (template == null) {
            return GraphError.of(
                    132001, "template name (" + name + ") does not exist in " + language);
        }
        if (toUserId && template.category().equals("AUTHENTICATION")) {
            return GraphError.of(131062);
        }
        return switch (template.status()) {
            case APPROVED -> TemplateCheck.refusal(template, content.path("components"));
            case PENDING, REJECTED ->
                    GraphError.of(
                            132001, "template name (" + name + ") is not approved in " + language);
            case PAUSED -> GraphError.of(132015);
            case DISABLED -> GraphError.of(132016);
        };
    }

    /**
     * Creates a template of an account, or changes one.
     *
     * @param asked {@code name}, {@code language} and any of {@code status}, {@code category},
     *     {@code parameter_format}, {@code body} (a text) or {@code components}
     */
    public synchronized MessageTemplate put(String wabaId, ObjectNode asked) throws BadRequest {
        String name = MetaJson.need(asked, "name");
        String language = MetaJson.string(asked, "language", "en");
        MessageTemplate was = find(wabaId, name, language);
        String category =
                MetaJson.string(asked, "category", was == null ? "UTILITY" : was.category())
                        .toUpperCase(Locale.ROOT);
        if (!CATEGORIES.contains(category)) {
            throw new BadRequest("category must be one of " + CATEGORIES);
        }
        boolean named =
                MetaJson.string(
                                asked,
                                "parameter_format",
                                was != null && was.named() ? "NAMED" : "")
                        .equalsIgnoreCase("NAMED");
        MessageTemplate now =
                new MessageTemplate(
                        was == null ? next++ : was.id(),
                        name,
                        language,
                        category,
                        status(asked, was),
                        named,
                        components(asked, was));
        own.computeIfAbsent(wabaId, _ -> new HashMap<>()).put(new Key(name, language), now);
        return now;
    }

    /** Leaves what every account has from the start. */
    public synchronized void clear() {
        own.clear();
    }

    /** Templates put there since the start, by account. */
    public synchronized Map<String, List<MessageTemplate>> changedTemplates() {
        Map<String, List<MessageTemplate>> changed = new HashMap<>();
        own.forEach((waba, templates) -> changed.put(waba, List.copyOf(templates.values())));
        return changed;
    }

    /** A template as the Graph API lists it. */
    public static ObjectNode json(MessageTemplate template) {
        ObjectNode node = MetaJson.object();
        node.put("name", template.name());
        node.put("parameter_format", template.named() ? "NAMED" : "POSITIONAL");
        node.set("components", template.components());
        node.put("language", template.language());
        node.put("status", template.status().name());
        node.put("category", template.category());
        node.put("id", Long.toString(template.id()));
        return node;
    }

    private static String language(JsonNode content) {
        JsonNode language = MetaJson.unfold(content.get("language"));
        return language == null ? "" : MetaJson.string(language, "code", "");
    }

    private static MessageTemplate.Status status(ObjectNode asked, @Nullable MessageTemplate was)
            throws BadRequest {
        String name = MetaJson.string(asked, "status");
        if (name == null) {
            return was == null ? MessageTemplate.Status.APPROVED : was.status();
        }
        try {
            return MessageTemplate.Status.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadRequest(
                    "status must be one of "
                            + List.of(MessageTemplate.Status.values())
                            + ", not "
                            + name);
        }
    }

    private static ArrayNode components(ObjectNode asked, @Nullable MessageTemplate was)
            throws BadRequest {
        JsonNode given = asked.get("components");
        if (given instanceof ArrayNode components) {
            return components.deepCopy();
        }
        String body = MetaJson.string(asked, "body");
        if (body != null) {
            return body(body);
        }
        if (was == null) {
            throw new BadRequest("a new template needs a body or components");
        }
        return was.components();
    }

    private static MessageTemplate standard(
            long id, String name, String language, String category, String text) {
        return new MessageTemplate(
                id, name, language, category, MessageTemplate.Status.APPROVED, false, body(text));
    }

    private static ArrayNode body(String text) {
        ArrayNode components = MetaJson.array();
        components.addObject().put("type", "BODY").put("text", text);
        return components;
    }
}
