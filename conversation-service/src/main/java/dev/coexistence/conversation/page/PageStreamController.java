package dev.coexistence.conversation.page;

import dev.coexistence.conversation.live.Follower;
import dev.coexistence.conversation.live.Follower.Told;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** Tells the page which of its parts to renew. */
@RestController
class PageStreamController {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration TOGETHER = Duration.ofMillis(40);
    private static final int MANY = 100;
    private final Follower follower;

    PageStreamController(Follower follower) {
        this.follower = follower;
    }

    @GetMapping(path = "/page/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<String>> stream(
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            @RequestParam(required = false) @Nullable String open) {
        Flux<ServerSentEvent<String>> parts =
                follower.from(lastEventId)
                        .bufferTimeout(MANY, TOGETHER, true)
                        .concatMapIterable(told ->
                                told.stream().anyMatch(one -> concerns(one, open))
                                        ? java.util.List.of(
                                                event("list", told.getLast()),
                                                event("thread", told.getLast()))
                                        : java.util.List.of(event("list", told.getLast())));
        Flux<ServerSentEvent<String>> heartbeat =
                Flux.interval(Duration.ZERO, HEARTBEAT)
                        .map(_ -> ServerSentEvent.<String>builder().comment("alive").build());
        return Flux.merge(heartbeat, parts);
    }

    private static boolean concerns(Told told, @Nullable String open) {
        return switch (told) {
            case Told.Lost _ -> true;
            case Told.Changed(var event) ->
                    String.valueOf(event.change().conversation()).equals(open)
                            || event.change().conversation() == 0;
        };
    }

    private static ServerSentEvent<String> event(String part, Told last) {
        String id =
                switch (last) {
                    case Told.Lost(var now) -> now.id();
                    case Told.Changed(var event) -> event.position().id();
                };
        return ServerSentEvent.<String>builder().id(id).event(part).data(part).build();
    }
}
