package dev.coexistence.dispatch.meta;

import dev.coexistence.dispatch.ownership.Ownership;
import dev.coexistence.dispatch.queue.NumberStore;
import dev.coexistence.dispatch.template.TemplateGate;
import dev.coexistence.dispatch.template.TemplateNews;
import dev.coexistence.dispatch.template.TemplateStore;
import dev.coexistence.dispatch.template.TemplateStore.Asked;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
    private static final int AT_ONCE = 20;

    /** Category of a template that Meta's answer lacks; its messages are Meta's to refuse. */
    private static final String NONE = "NONE";

    private final TemplateStore templates;
    private final NumberStore numbers;
    private final Ownership ownership;
    private final TransportSettings settings;
    private final InstantSource time;
    private final HttpClient http;
    private final Map<Asked, Pause> pauses = new HashMap<>();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("dispatch-templates").daemon().factory());

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
        this.settings = settings;
        this.time = time;
        this.http = HttpClient.newBuilder().connectTimeout(settings.connectTimeout()).build();
    }

    public void start() {
        var unused =
                clock.scheduleWithFixedDelay(
                        this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            var partitions = ownership.partitions();
            if (partitions.isEmpty()) {
                return;
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
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.toString()).log("Templates not looked up");
        }
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
        try {
            var answer =
                    http.send(
                            HttpRequest.newBuilder(uri(asked))
                                    .timeout(settings.answerTimeout())
                                    .header("Authorization", "Bearer " + token.get())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            JsonNode data = JsonMapper.shared().readTree(answer.body()).path("data");
            if (answer.statusCode() == 200 && data.isArray()) {
                templates.learn(told(asked, data));
                return;
            }
            log.atWarn()
                    .addKeyValue("connection", asked.number())
                    .addKeyValue("status", answer.statusCode())
                    .log("Meta did not tell how a template stands, asking again later");
        } catch (IOException | RuntimeException e) {
            log.atWarn()
                    .addKeyValue("connection", asked.number())
                    .addKeyValue("error", e.getClass().getName())
                    .log("Meta did not tell how a template stands, asking again later");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TemplateNews told(Asked asked, JsonNode data) {
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

    private URI uri(Asked asked) {
        return settings.graphUrl()
                .resolve(
                        "/"
                                + settings.graphVersion()
                                + "/"
                                + encoded(asked.waba())
                                + "/message_templates?fields=name,language,status,category&limit=100&name="
                                + encoded(asked.template().name()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        clock.shutdownNow();
        http.shutdownNow();
    }
}
