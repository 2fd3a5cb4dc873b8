package dev.coexistence.conversation.api;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.live.ChangeNotice;
import dev.coexistence.conversation.live.ChangeStream;
import dev.coexistence.conversation.live.ChangeStream.Item;
import dev.coexistence.conversation.live.LiveEvent;
import dev.coexistence.conversation.reading.MessageReader;
import dev.coexistence.conversation.reading.MessageView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Stream of changes for programs, as server-sent events. */
@RestController
class EventsController {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private final ChangeStream stream;
    private final MessageReader messages;

    EventsController(ChangeStream stream, MessageReader messages) {
        this.stream = stream;
        this.messages = messages;
    }

    /**
     * One event.
     *
     * @param message as it is now, which may be later than this change
     */
    record EventView(
            String type,
            String phoneNumberId,
            @Nullable String conversationId,
            @Nullable String messageId,
            @Nullable MessageView message,
            Instant at) {}

    @GetMapping(path = "/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<EventView>> events(
            Caller caller,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            @RequestParam(required = false) @Nullable String phoneNumberId,
            @RequestParam(required = false) @Nullable String conversationId,
            @RequestParam(required = false) @Nullable List<String> types) {
        Set<String> wanted = types == null ? Set.of() : Set.copyOf(types);
        Flux<ServerSentEvent<EventView>> changes =
                stream.changesSince(caller, lastEventId)
                        .filter(told ->
                                !(told instanceof Item.Changed(LiveEvent event))
                                        || concerns(
                                                event.change(),
                                                phoneNumberId,
                                                conversationId,
                                                wanted))
                        .publishOn(Schedulers.boundedElastic(), 64)
                        .map(told -> event(caller, told));
        Flux<ServerSentEvent<EventView>> heartbeat =
                Flux.interval(Duration.ZERO, HEARTBEAT)
                        .map(_ -> ServerSentEvent.<EventView>builder().comment("alive").build());
        return Flux.merge(heartbeat.takeUntilOther(stream.stopping()), changes)
                .concatWith(stream.farewell().map(EventsController::farewell));
    }

    /** The listener's own client comes again by it, with the id of the last event. */
    private static ServerSentEvent<EventView> farewell(Duration pause) {
        return ServerSentEvent.<EventView>builder()
                .comment("this instance stops: come again")
                .retry(pause)
                .build();
    }

    private static boolean concerns(
            ChangeNotice change,
            @Nullable String phoneNumberId,
            @Nullable String conversationId,
            Set<String> types) {
        return (phoneNumberId == null || phoneNumberId.equals(change.phoneNumberId()))
                && (conversationId == null
                        || conversationId.equals(String.valueOf(change.conversation())))
                && (types.isEmpty() || types.contains(change.kind().word()));
    }

    private ServerSentEvent<EventView> event(Caller caller, Item told) {
        return switch (told) {
            case Item.Lost(var now) ->
                    ServerSentEvent.<EventView>builder()
                            .id(now.id())
                            .event("reset")
                            .data(new EventView("reset", "", null, null, null, Instant.EPOCH))
                            .build();
            case Item.Changed(LiveEvent event) -> {
                ChangeNotice change = event.change();
                MessageView message =
                        change.message() == 0
                                ? null
                                : messages.find(caller, change.message()).orElse(null);
                yield ServerSentEvent.<EventView>builder()
                        .id(event.position().id())
                        .event(change.kind().word())
                        .data(
                                new EventView(
                                        change.kind().word(),
                                        change.phoneNumberId(),
                                        change.conversation() == 0
                                                ? null
                                                : String.valueOf(change.conversation()),
                                        change.message() == 0
                                                ? null
                                                : String.valueOf(change.message()),
                                        message,
                                        event.at()))
                        .build();
            }
        };
    }
}
