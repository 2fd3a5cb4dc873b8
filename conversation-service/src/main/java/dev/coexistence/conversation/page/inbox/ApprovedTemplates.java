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

/** Message templates that Meta approved for a number's account, cached for 5 minutes. */
@Component
class ApprovedTemplates {
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Numbers whose templates are remembered; with more of them all are asked for again. */
    private static final int REMEMBERED = 1000;

    private static final String QUESTION =
            "/message_templates?status=APPROVED&fields=name,language,status,components&limit=200";

    private final JdbcTemplate database;
    private final TokenCipher cipher;
    private final GraphClient graph;
    private final InstantSource time;
    private final Map<String, CachedTemplates> answers = new ConcurrentHashMap<>();

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
     * @param body its text with its placeholders; empty where it has none
     */
    record Template(String name, String language, String body) {}

    private record CachedTemplates(Instant at, List<Template> templates) {}

    private record Account(String wabaId, Secret token) {}

    /** The approved templates; empty where Meta does not answer. */
    List<Template> find(String phoneNumberId) {
        Instant now = time.instant();
        CachedTemplates last = answers.get(phoneNumberId);
        if (last != null && now.isBefore(last.at().plus(FRESH))) {
            return last.templates();
        }
        Optional<List<Template>> asked = account(phoneNumberId).flatMap(this::ask);
        asked.ifPresent(templates -> {
            if (answers.size() >= REMEMBERED) {
                answers.clear();
            }
            answers.put(phoneNumberId, new CachedTemplates(now, templates));
        });
        return asked.orElse(List.of());
    }

    /** The approved ones of Meta's answer, by name and language. */
    static List<Template> read(JsonNode answer) {
        var templates = new ArrayList<Template>();
        for (JsonNode one : answer.path("data")) {
            if (one.path("status").asString("").equals("APPROVED")) {
                templates.add(
                        new Template(
                                one.path("name").asString(""),
                                one.path("language").asString(""),
                                body(one.path("components"))));
            }
        }
        return List.copyOf(templates);
    }

    private static String body(JsonNode components) {
        for (JsonNode component : components) {
            if (component.path("type").asString("").equals("BODY")) {
                return component.path("text").asString("");
            }
        }
        return "";
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
