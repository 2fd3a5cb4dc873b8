package dev.coexistence.conversation.webhook;

import dev.coexistence.conversation.live.ChangeNotice.Kind;
import dev.coexistence.conversation.reading.BadQuery;
import dev.coexistence.conversation.reading.NotFound;
import dev.coexistence.conversation.reading.Page;
import dev.coexistence.conversation.webhook.EndpointTable.Wanted;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Management of endpoints by people and programs. */
@Component
public class WebhookEndpoints {
    private static final int MAX_LIMIT = 200;
    private final EndpointTable table;
    private final DeliveryTable deliveries;
    private final TargetCheck targets;
    private final WebhookSender sender;
    private final WebhookSettings settings;
    private final InstantSource time;

    WebhookEndpoints(
            EndpointTable table,
            DeliveryTable deliveries,
            TargetCheck targets,
            WebhookSender sender,
            WebhookSettings settings,
            InstantSource time) {
        this.table = table;
        this.deliveries = deliveries;
        this.targets = targets;
        this.sender = sender;
        this.settings = settings;
        this.time = time;
    }

    /**
     * Request for an endpoint.
     *
     * @param types such as {@code message.echo} or {@code history.*}; empty or absent for all
     * @param numbers phone number ids; empty or absent for all
     * @param includeJson true to get Meta's own object with each message; absent for false
     */
    public record EndpointRequest(
            @Nullable String url,
            @Nullable String description,
            @Nullable List<String> types,
            @Nullable List<String> numbers,
            @Nullable Boolean includeJson) {}

    /**
     * An endpoint with its secret.
     *
     * @param secret shown once
     */
    public record EndpointSecret(Endpoint endpoint, String secret) {}

    /** Outcome of a test event. */
    public record TestResult(
            boolean delivered, long millis, @Nullable Integer status, @Nullable String problem) {}

    public List<Endpoint> list() {
        return table.list();
    }

    public Endpoint find(String id) {
        return table.find(number(id)).orElseThrow(() -> new NotFound("webhook endpoint", id));
    }

    public EndpointSecret create(EndpointRequest request) {
        var created = table.create(check(request));
        return new EndpointSecret(created.endpoint(), created.secret());
    }

    public Endpoint change(String id, EndpointRequest request) {
        if (!table.change(number(id), check(request))) {
            throw new NotFound("webhook endpoint", id);
        }
        return find(id);
    }

    public void delete(String id) {
        if (!table.delete(number(id))) {
            throw new NotFound("webhook endpoint", id);
        }
    }

    public EndpointSecret rotate(String id) {
        Endpoint endpoint = find(id);
        return new EndpointSecret(endpoint, table.rotate(number(id), settings.oldSecretFor()));
    }

    public Endpoint pause(String id) {
        find(id);
        table.pause(number(id), "Paused by hand");
        return find(id);
    }

    public Endpoint resume(String id) {
        find(id);
        table.resume(number(id));
        return find(id);
    }

    /** Sends a test event now, past the queue. */
    public TestResult test(String id) {
        Endpoint endpoint = find(id);
        Instant now = time.instant();
        AttemptOutcome outcome =
                sender.send(
                        endpoint.url(),
                        new WebhookSender.Event(
                                "test_" + now.toEpochMilli(), WebhookBody.test(now), null),
                        table.secrets(number(id)));
        return new TestResult(
                outcome.isSuccess(), outcome.millis(), outcome.status(), outcome.problem());
    }

    /** The delivery log, newest first. */
    public Page<DeliveryView> deliveries(
            String id, @Nullable String state, @Nullable String cursor, int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new BadQuery("limit", "limit must be from 1 to " + MAX_LIMIT);
        }
        find(id);
        long before = cursor == null || cursor.isEmpty() ? Long.MAX_VALUE : cursorOf(cursor);
        List<DeliveryView> found = deliveries.log(number(id), state, before, limit);
        return new Page<>(found, found.size() < limit ? null : found.getLast().id());
    }

    /** Sends one delivery again. */
    public int replay(String id, String delivery) {
        find(id);
        int replayed = deliveries.replay(number(id), number(delivery), time.instant());
        if (replayed == 0) {
            throw new NotFound("ended delivery", delivery);
        }
        return replayed;
    }

    /** Sends everything of a time range again. */
    public int replay(String id, Instant from, Instant to) {
        find(id);
        return deliveries.replay(number(id), from, to, time.instant());
    }

    private Wanted check(EndpointRequest request) {
        String url = request.url() == null ? "" : request.url().strip();
        targets.refusal(url)
                .ifPresent(why -> {
                    throw new BadQuery("url", why);
                });
        List<String> types = request.types() == null ? List.of() : request.types();
        var known = new ArrayList<String>();
        FanOut.OFFERED.stream().map(Kind::word).forEach(known::add);
        for (String type : types) {
            if (known.stream().noneMatch(k -> Endpoint.matches(type, k))) {
                throw new BadQuery("types", "No event is called " + type);
            }
        }
        return new Wanted(
                url,
                request.description(),
                List.copyOf(types),
                request.numbers() == null ? List.of() : List.copyOf(request.numbers()),
                Boolean.TRUE.equals(request.includeJson()));
    }

    private static long cursorOf(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException _) {
            throw new BadQuery("cursor", "The cursor is not one that this service gave out");
        }
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException _) {
            throw new NotFound("webhook endpoint or delivery", id);
        }
    }
}
