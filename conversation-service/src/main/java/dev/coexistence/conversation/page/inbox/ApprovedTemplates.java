package dev.coexistence.conversation.page.inbox;

import dev.coexistence.conversation.media.GraphSettings;
import dev.coexistence.schemas.TokenCipher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Message templates that Meta approved for a number's account, cached for 5 minutes. */
@Component
class ApprovedTemplates {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Numbers whose templates are remembered; with more of them all are asked for again. */
    private static final int REMEMBERED = 1000;

    private static final String QUESTION =
            "/message_templates?status=APPROVED&fields=name,language,status,components&limit=200";

    private final JdbcTemplate database;
    private final TokenCipher cipher;
    private final GraphSettings graph;
    private final InstantSource time;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Map<String, CachedTemplates> answers = new ConcurrentHashMap<>();

    ApprovedTemplates(
            JdbcTemplate database, TokenCipher cipher, GraphSettings graph, InstantSource time) {
        this.database = database;
        this.cipher = cipher;
        this.graph = graph;
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

    private record Account(String wabaId, String token) {
        @Override
        public String toString() {
            return "Account[redacted]";
        }
    }

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
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        graph.graphUrl()
                                                + "/"
                                                + graph.graphVersion()
                                                + "/"
                                                + account.wabaId()
                                                + QUESTION))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + account.token())
                        .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? Optional.of(read(JSON.readTree(answer.body())))
                    : Optional.empty();
        } catch (IOException | JacksonException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<Account> account(String phoneNumberId) {
        return database
                .query(
                        "select waba_id, encrypted_token from number where phone_number_id = ?"
                                + " and waba_id ~ '^[0-9]+$' and encrypted_token is not null",
                        (row, _) ->
                                new Account(
                                        row.getString(1),
                                        cipher.decrypt(phoneNumberId, row.getBytes(2))),
                        phoneNumberId)
                .stream()
                .findFirst();
    }
}
