package dev.coexistence.dispatch.template;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.recipient.PhoneNumber;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * News of account events about templates and about wishes for or against marketing.
 *
 * @param templates how templates stand
 * @param wishes of persons
 */
public record TemplateNews(List<Standing> templates, List<Wish> wishes) {
    private static final int LONGEST = 512;

    /**
     * State of a template.
     *
     * @param status null where nothing is told of it
     * @param category null where nothing is told of it
     * @param at since when, as far as Meta says
     */
    public record Standing(
            String waba,
            Command.Template template,
            @Nullable String status,
            @Nullable String category,
            Instant at) {}

    /**
     * @param person phone number or user id
     * @param stopped true where the person wants no marketing messages of the number
     */
    public record Wish(String number, String person, boolean stopped, Instant at) {}

    public static TemplateNews none() {
        return new TemplateNews(new ArrayList<>(), new ArrayList<>());
    }

    /** Adds what an event tells; most tell nothing here. */
    public void add(AccountEvent event) {
        switch (event.getField()) {
            case "message_template_status_update" ->
                    template(event, "event", "message_template_category");
            case "template_category_update" -> template(event, "", "new_category");
            case "user_preferences" -> {
                JsonNode json = json(event);
                JsonNode items = json.path("user_preferences");
                if (items.isArray()) {
                    items.forEach(item -> wish(event, item));
                } else {
                    wish(event, json);
                }
            }
            default -> {}
        }
    }

    private void template(AccountEvent event, String status, String category) {
        JsonNode json = json(event);
        String name = text(json, "message_template_name");
        String language = text(json, "message_template_language");
        String waba = event.getWabaId().filter(TemplateNews::plain).orElse(null);
        if (name != null && language != null && waba != null) {
            templates.add(
                    new Standing(
                            waba,
                            template(name, language),
                            upper(text(json, status)),
                            upper(text(json, category)),
                            event.getOccurredAt().orElse(event.getReceivedAt())));
        }
    }

    private void wish(AccountEvent event, JsonNode item) {
        String value = text(item, "value");
        String category = text(item, "category");
        String number = event.getPhoneNumberId().filter(TemplateNews::plain).orElse(null);
        boolean stop = "stop".equalsIgnoreCase(value);
        boolean marketing = category == null || category.equalsIgnoreCase("marketing_messages");
        if (number == null || !marketing || !(stop || "resume".equalsIgnoreCase(value))) {
            return;
        }
        Instant at = time(item).orElse(event.getOccurredAt().orElse(event.getReceivedAt()));
        for (String person : persons(event.getPerson().orElse(null), item)) {
            wishes.add(new Wish(number, person, stop, at));
        }
    }

    private static TreeSet<String> persons(@Nullable Identity person, JsonNode item) {
        var persons = new TreeSet<String>();
        Stream.of(
                        Optional.ofNullable(text(item, "wa_id")),
                        Optional.ofNullable(person).flatMap(Identity::getPhone))
                .flatMap(Optional::stream)
                .forEach(phone ->
                        persons.add(PhoneNumber.find(phone).map(PhoneNumber::value).orElse(phone)));
        Stream.of(
                        Optional.ofNullable(text(item, "user_id")),
                        Optional.ofNullable(text(item, "parent_user_id")),
                        Optional.ofNullable(person).flatMap(Identity::getBsuid),
                        Optional.ofNullable(person).flatMap(Identity::getParentBsuid))
                .flatMap(Optional::stream)
                .forEach(persons::add);
        persons.removeIf(one -> !plain(one));
        return persons;
    }

    /** Meta writes one language as en_US and as en-US. */
    public static Command.Template template(String name, String language) {
        return new Command.Template(name, language.replace('-', '_').toLowerCase(Locale.ROOT));
    }

    private static Optional<Instant> time(JsonNode item) {
        try {
            long seconds = item.path("timestamp").asLong(0);
            return seconds <= 0 || seconds > Instant.parse("9999-01-01T00:00:00Z").getEpochSecond()
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochSecond(seconds));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static JsonNode json(AccountEvent event) {
        try {
            return JsonMapper.shared().readTree(event.getJson());
        } catch (JacksonException e) {
            return JsonMapper.shared().createObjectNode();
        }
    }

    private static @Nullable String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        String text = value.isString() || value.isIntegralNumber() ? value.asString() : "";
        return plain(text) ? text : null;
    }

    private static @Nullable String upper(@Nullable String text) {
        return text == null ? null : text.toUpperCase(Locale.ROOT);
    }

    /** True where a text can be a key of the database. */
    private static boolean plain(String text) {
        return !text.isBlank()
                && text.length() <= LONGEST
                && text.codePoints()
                        .noneMatch(c ->
                                c == 0
                                        || (c >= Character.MIN_SURROGATE
                                                && c <= Character.MAX_SURROGATE));
    }
}
