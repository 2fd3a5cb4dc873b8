package dev.coexistence.conversation.webhook;

import dev.coexistence.access.Caller;
import dev.coexistence.access.Scope;
import dev.coexistence.conversation.caller.CallerAccess;
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

/**
 * Management of endpoints by people and programs, each of the own tenant. Every change is written
 * to the audit.
 */
@Component
public class WebhookEndpoints {
    private static final int MAX_LIMIT = 200;
    private final CallerAccess access;
    private final EndpointTable table;
    private final DeliveryTable deliveries;
    private final TargetCheck targets;
    private final WebhookSender sender;
    private final WebhookSettings settings;
    private final InstantSource time;

    WebhookEndpoints(
            CallerAccess access,
            EndpointTable table,
            DeliveryTable deliveries,
            TargetCheck targets,
            WebhookSender sender,
            WebhookSettings settings,
            InstantSource time) {
        this.access = access;
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

    public List<Endpoint> list(Caller caller) {
        List<Endpoint> found = access.within(caller, table::list);
        return found.stream().filter(endpoint -> caller.sees(endpoint.tenant())).toList();
    }

    public Endpoint find(Caller caller, String id) {
        return access.within(caller, () -> findInside(caller, id));
    }

    /** Makes an endpoint of the caller's tenant. */
    public EndpointSecret create(Caller caller, EndpointRequest request) {
        Wanted wanted = check(caller, request);
        return access.change(
                caller,
                () -> {
                    var created = table.create(caller.tenantOrDefault(), wanted);
                    record(caller, "create", created.endpoint(), null, created.endpoint());
                    return new EndpointSecret(created.endpoint(), created.secret());
                });
    }

    public Endpoint change(Caller caller, String id, EndpointRequest request) {
        Endpoint before = find(caller, id);
        Wanted wanted = check(caller, request);
        return access.change(
                caller,
                () -> {
                    table.change(number(id), wanted);
                    Endpoint after = findInside(caller, id);
                    record(caller, "change", after, before, after);
                    return after;
                });
    }

    public void delete(Caller caller, String id) {
        Endpoint before = find(caller, id);
        access.change(
                caller,
                () -> {
                    if (!table.delete(number(id))) {
                        throw new NotFound("webhook endpoint", id);
                    }
                    record(caller, "delete", before, before, null);
                    return true;
                });
    }

    public EndpointSecret rotate(Caller caller, String id) {
        Endpoint endpoint = find(caller, id);
        return access.change(
                caller,
                () -> {
                    String secret = table.rotate(number(id), settings.oldSecretFor());
                    record(caller, "rotate-secret", endpoint, null, null);
                    return new EndpointSecret(endpoint, secret);
                });
    }

    public Endpoint pause(Caller caller, String id) {
        find(caller, id);
        return update(caller, id, "pause", () -> table.pause(number(id), "Paused by hand"));
    }

    public Endpoint resume(Caller caller, String id) {
        find(caller, id);
        return update(caller, id, "resume", () -> table.resume(number(id)));
    }

    /** Sends a test event now, past the queue. */
    public TestResult test(Caller caller, String id) {
        Endpoint endpoint = find(caller, id);
        List<String> secrets = access.within(caller, () -> table.secrets(number(id)));
        record(caller, "test", endpoint, null, null);
        Instant now = time.instant();
        AttemptOutcome outcome =
                sender.send(
                        endpoint.url(),
                        new WebhookSender.Event(
                                "test_" + now.toEpochMilli(), WebhookBody.test(now), null),
                        secrets);
        return new TestResult(
                outcome.isSuccess(), outcome.millis(), outcome.status(), outcome.problem());
    }

    /** The delivery log, newest first. */
    public Page<DeliveryView> deliveries(
            Caller caller, String id, @Nullable String state, @Nullable String cursor, int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new BadQuery("limit", "limit must be from 1 to " + MAX_LIMIT);
        }
        long before = cursor == null || cursor.isEmpty() ? Long.MAX_VALUE : cursorOf(cursor);
        List<DeliveryView> found =
                access.within(
                        caller,
                        () -> {
                            findInside(caller, id);
                            return deliveries.log(number(id), state, before, limit);
                        });
        return new Page<>(found, found.size() < limit ? null : found.getLast().id());
    }

    /** Sends one delivery again. */
    public int replay(Caller caller, String id, String delivery) {
        Endpoint endpoint = find(caller, id);
        return access.change(
                caller,
                () -> {
                    int replayed = deliveries.replay(number(id), number(delivery), time.instant());
                    if (replayed == 0) {
                        throw new NotFound("ended delivery", delivery);
                    }
                    record(caller, "replay", endpoint, null, null);
                    return replayed;
                });
    }

    /** Sends everything of a time range again. */
    public int replay(Caller caller, String id, Instant from, Instant to) {
        Endpoint endpoint = find(caller, id);
        return access.change(
                caller,
                () -> {
                    record(caller, "replay", endpoint, null, null);
                    return deliveries.replay(number(id), from, to, time.instant());
                });
    }

    private Endpoint findInside(Caller caller, String id) {
        return table.find(number(id))
                .filter(endpoint -> caller.sees(endpoint.tenant()))
                .orElseThrow(() -> new NotFound("webhook endpoint", id));
    }

    private Endpoint update(Caller caller, String id, String verb, Runnable change) {
        return access.change(
                caller,
                () -> {
                    change.run();
                    Endpoint endpoint = findInside(caller, id);
                    record(caller, verb, endpoint, null, null);
                    return endpoint;
                });
    }

    private void record(
            Caller caller,
            String verb,
            Endpoint endpoint,
            @Nullable Endpoint before,
            @Nullable Endpoint after) {
        access.record(
                caller,
                "webhook." + verb,
                endpoint.id(),
                endpoint.tenant(),
                EndpointSettings.write(before),
                EndpointSettings.write(after));
    }

    private Wanted check(Caller caller, EndpointRequest request) {
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
                Boolean.TRUE.equals(request.includeJson()),
                caller.may(Scope.CONTACTS_PHONE));
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
