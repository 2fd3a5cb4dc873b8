package dev.coexistence.conversation.page.inbox;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.live.ChangeNotice;
import dev.coexistence.conversation.live.ChangeStream;
import dev.coexistence.conversation.live.ChangeStream.Item;
import dev.coexistence.conversation.login.SessionWatch;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;

/**
 * Tells an open page which of its parts are out of date; it asks for them itself. So nothing has to
 * be repeated to a page that was away, or that was read before it listened: it asks for all its
 * parts once it listens.
 */
@RestController
class LiveController {
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /** Changes within this time are told as one. */
    private static final Duration TOGETHER = Duration.ofMillis(60);

    private static final int AT_MOST = 1000;
    private final ChangeStream changes;
    private final SessionWatch sessions;

    LiveController(ChangeStream changes, SessionWatch sessions) {
        this.changes = changes;
        this.sessions = sessions;
    }

    /**
     * Ends when the session ends, or the service, which says {@code moved} and after how many
     * milliseconds the page may come again. The first {@code alive} comes once the place in the
     * changes is known: a page that asks for all its parts then misses none.
     */
    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<String>> live(Caller caller, ServerWebExchange exchange) {
        return changes.currentOffset()
                .flatMapMany(offset -> live(caller, offset.id()))
                .concatWith(changes.farewell().map(LiveController::moved))
                .takeUntilOther(sessions.whenOver(exchange));
    }

    private Flux<ServerSentEvent<String>> live(Caller caller, String since) {
        Flux<ServerSentEvent<String>> outdated =
                changes.changesSince(caller, since)
                        .bufferTimeout(AT_MOST, TOGETHER, true)
                        .map(LiveController::topics)
                        .flatMapIterable(topics -> topics)
                        .map(topic -> event("changed", topic));
        Flux<ServerSentEvent<String>> heartbeat =
                Flux.interval(Duration.ZERO, HEARTBEAT)
                        .onBackpressureDrop()
                        .map(_ -> event("alive", ""));
        return outdated.publish(
                shared -> Flux.merge(heartbeat.takeUntilOther(shared.ignoreElements()), shared));
    }

    private static Set<String> topics(List<Item> all) {
        var topics = new LinkedHashSet<String>();
        for (Item told : all) {
            switch (told) {
                case Item.Lost _ -> topics.add("everything");
                case Item.Changed(var event) -> add(topics, event.change());
            }
        }
        return topics;
    }

    private static void add(Set<String> topics, ChangeNotice change) {
        if (change.conversation() != 0) {
            topics.add("thread-" + change.conversation());
            topics.add("inbox");
        } else {
            topics.add("numbers");
        }
    }

    private static ServerSentEvent<String> moved(Duration pause) {
        return ServerSentEvent.<String>builder()
                .event("moved")
                .retry(pause)
                .data(String.valueOf(pause.toMillis()))
                .build();
    }

    private static ServerSentEvent<String> event(String name, String data) {
        return ServerSentEvent.<String>builder().event(name).data(data).build();
    }
}
