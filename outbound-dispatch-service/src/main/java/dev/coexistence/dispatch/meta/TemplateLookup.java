package dev.coexistence.dispatch.meta;

import dev.coexistence.database.Worker;
import dev.coexistence.dispatch.ownership.Ownership;
import dev.coexistence.dispatch.queue.NumberStore;
import dev.coexistence.dispatch.template.TemplateGate;
import dev.coexistence.dispatch.template.TemplateNews;
import dev.coexistence.dispatch.template.TemplateStore;
import dev.coexistence.dispatch.template.TemplateStore.Asked;
import dev.coexistence.graph.GraphAddress;
import dev.coexistence.graph.GraphAnswer;
import dev.coexistence.graph.GraphBody;
import dev.coexistence.graph.GraphClient;
import dev.coexistence.graph.GraphError;
import dev.coexistence.graph.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Asks Meta for status and category of the templates that commands wait for, and of no others:
 * calls of the management API are few. Whatever an event did not tell is known within a quarter of
 * an hour.
 */
public final class TemplateLookup implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TemplateLookup.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(1);
    private static final int AT_ONCE = 20;

    /** Category of a template that Meta's answer lacks; its messages are Meta's to refuse. */
    private static final String NONE = "NONE";

    private final TemplateStore templates;
    private final NumberStore numbers;
    private final Ownership ownership;
    private final InstantSource time;
    private final GraphClient meta;
    private final Map<Asked, Pause> pauses = new HashMap<>();
    private final Worker worker =
            new Worker(
                    "dispatch-templates",
                    Worker.Pace.every(EVERY).finishing(LONGEST_ROUND),
                    this::look);

    private record Pause(Instant until, Duration length) {}

    public TemplateLookup(
            TemplateStore templates,
            NumberStore numbers,
            Ownership ownership,
            TransportSettings settings,
            InstantSource time) {
        this.templates = templates;
        this.numbers = numbers;
        this.ownership = ownership;
        this.time = time;
        this.meta =
                new GraphClient(
                        settings.address(), settings.connectTimeout(), settings.answerTimeout());
    }

    public void start() {
        worker.start();
    }

    private boolean look() {
        var partitions = ownership.partitions();
        if (partitions.isEmpty()) {
            return false;
        }
        var asked = templates.asked(partitions, AT_ONCE);
        pauses.keySet().retainAll(asked);
        for (Asked one : asked) {
            Pause pause = pauses.get(one);
            if (pause == null && one.cause() == TemplateGate.Cause.TEMPLATE_PAUSED) {
                // A pause lasts hours, and Meta's list may lag behind its refusal.
                pauses.put(one, new Pause(time.instant().plus(FIRST_PAUSE), FIRST_PAUSE));
            } else if (pause == null || !pause.until().isAfter(time.instant())) {
                ask(one);
            }
        }
        return false;
    }

    private void ask(Asked asked) {
        Pause before = pauses.get(asked);
        Duration length = before == null ? FIRST_PAUSE : before.length().multipliedBy(2);
        length = length.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : length;
        pauses.put(asked, new Pause(time.instant().plus(length), length));
        Optional<String> token =
                numbers.find(asked.number()).flatMap(state -> Optional.ofNullable(state.token()));
        if (token.isEmpty()) {
            return;
        }
        GraphAnswer<List<JsonNode>> answer =
                meta.get(
                        path(asked),
                        new Secret(token.get()),
                        body -> GraphBody.readList(body, "data"));
        switch (answer) {
            case GraphAnswer.Done<List<JsonNode>>(List<JsonNode> data) ->
                    templates.learn(told(asked, data));
            case GraphAnswer.Refused<List<JsonNode>>(GraphError error) ->
                    warn(asked, "Meta refused, code " + error.code());
            case GraphAnswer.TryLater<List<JsonNode>>(String reason) -> warn(asked, reason);
            case GraphAnswer.Unclear<List<JsonNode>>(String reason) -> warn(asked, reason);
        }
    }

    private static void warn(Asked asked, String error) {
        log.atWarn()
                .addKeyValue("connection", asked.number())
                .addKeyValue("error", error)
                .log("Meta did not tell how a template stands, asking again later");
    }

    private TemplateNews told(Asked asked, List<JsonNode> data) {
        TemplateNews news = TemplateNews.none();
        Instant now = time.instant();
        String category = NONE;
        String status = NONE;
        for (JsonNode one : data) {
            var template =
                    TemplateNews.template(
                            one.path("name").asString(""), one.path("language").asString(""));
            if (template.equals(asked.template())) {
                category = one.path("category").asString("");
                status = one.path("status").asString("");
            }
        }
        if (!category.isEmpty()) {
            news.templates()
                    .add(
                            new TemplateNews.Standing(
                                    asked.waba(),
                                    asked.template(),
                                    status.isEmpty() ? null : status,
                                    category,
                                    now));
        }
        return news;
    }

    private static String path(Asked asked) {
        return GraphAddress.encode(asked.waba())
                + "/message_templates?fields=name,language,status,category&limit=100&name="
                + GraphAddress.encode(asked.template().name());
    }

    @Override
    public void close() {
        worker.close();
        meta.close();
    }
}
