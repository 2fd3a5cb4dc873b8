package dev.coexistence.conversation.page.inbox;

import dev.coexistence.conversation.media.GraphSettings;
import dev.coexistence.graph.GraphAnswer;
import dev.coexistence.graph.GraphClient;
import dev.coexistence.graph.Secret;
import dev.coexistence.schemas.TokenCipher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Message templates of a number's account at Meta, cached for 5 minutes. */
@Component
class ApprovedTemplates implements TemplateWordings {
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Numbers whose templates are remembered; with more of them all are asked for again. */
    private static final int REMEMBERED = 200;

    /** For so long a thread does not ask again where Meta did not answer. */
    private static final Duration UNANSWERED = Duration.ofMinutes(1);

    private static final String QUESTION =
            "/message_templates?fields=name,language,status,components&limit=200";

    private final JdbcTemplate database;
    private final TokenCipher cipher;
    private final GraphClient graph;
    private final InstantSource time;
    private final Map<String, CachedTemplates> answers = new ConcurrentHashMap<>();
    private final Map<String, Instant> unanswered = new ConcurrentHashMap<>();

    ApprovedTemplates(
            JdbcTemplate database, TokenCipher cipher, GraphSettings graph, InstantSource time) {
        this.database = database;
        this.cipher = cipher;
        this.graph = new GraphClient(graph.address(), PATIENCE);
        this.time = time;
    }

    /**
     * A template.
     *
     * @param language as Meta writes it, such as en or pt_BR
     * @param approved whether it may be sent now
     * @param components its parts as Meta describes them
     */
    record Template(String name, String language, boolean approved, JsonNode components) {
        /** Its text with its placeholders; empty where it has none. */
        public String body() {
            for (JsonNode component : components) {
                if (component.path("type").asString("").equals("BODY")) {
                    return component.path("text").asString("");
                }
            }
            return "";
        }
    }

    private record CachedTemplates(Instant at, List<Template> templates) {}

    private record Account(String wabaId, Secret token) {}

    /** The approved templates; empty where Meta does not answer. */
    List<Template> find(String phoneNumberId) {
        return findAll(phoneNumberId).stream().filter(Template::approved).toList();
    }

    /**
     * The template that a message was sent with, as it is worded now; empty where it is gone, or
     * Meta did not answer in the last minute.
     */
    @Override
    public Optional<Template> find(String phoneNumberId, String name, String language) {
        Instant failed = unanswered.get(phoneNumberId);
        if (failed != null && time.instant().isBefore(failed.plus(UNANSWERED))) {
            return Optional.empty();
        }
        return findAll(phoneNumberId).stream()
                .filter(one -> one.name().equals(name) && one.language().equals(language))
                .findFirst();
    }

    private List<Template> findAll(String phoneNumberId) {
        Instant now = time.instant();
        CachedTemplates last = answers.get(phoneNumberId);
        if (last != null && now.isBefore(last.at().plus(FRESH))) {
            return last.templates();
        }
        Optional<List<Template>> asked = account(phoneNumberId).flatMap(this::ask);
        if (asked.isEmpty()) {
            unanswered.put(phoneNumberId, now);
        }
        asked.ifPresent(templates -> {
            unanswered.remove(phoneNumberId);
            if (answers.size() >= REMEMBERED) {
                answers.clear();
                unanswered.clear();
            }
            answers.put(phoneNumberId, new CachedTemplates(now, templates));
        });
        return asked.orElse(List.of());
    }

    /** The templates of Meta's answer, by name and language. */
    static List<Template> read(JsonNode answer) {
        var templates = new ArrayList<Template>();
        for (JsonNode one : answer.path("data")) {
            templates.add(
                    new Template(
                            one.path("name").asString(""),
                            one.path("language").asString(""),
                            one.path("status").asString("").equals("APPROVED"),
                            one.path("components")));
        }
        return List.copyOf(templates);
    }

    private Optional<List<Template>> ask(Account account) {
        GraphAnswer<List<Template>> answer =
                graph.get(account.wabaId() + QUESTION, account.token(), ApprovedTemplates::read);
        return answer instanceof GraphAnswer.Done<List<Template>>(List<Template> templates)
                ? Optional.of(templates)
                : Optional.empty();
    }

    private Optional<Account> account(String phoneNumberId) {
        return database
                .query(
                        "select waba_id, encrypted_token from number where phone_number_id = ?"
                                + " and waba_id ~ '^[0-9]+$' and encrypted_token is not null",
                        (row, _) ->
                                new Account(
                                        row.getString(1),
                                        new Secret(cipher.decrypt(phoneNumberId, row.getBytes(2)))),
                        phoneNumberId)
                .stream()
                .findFirst();
    }
}
