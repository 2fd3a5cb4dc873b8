package dev.coexistence.dispatch.api;

import dev.coexistence.access.Caller;
import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.WaitEstimate;
import dev.coexistence.dispatch.engine.Engine;
import dev.coexistence.dispatch.intake.CommandTenant;
import dev.coexistence.dispatch.queue.CommandRecord;
import dev.coexistence.dispatch.queue.CommandViews;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.CommandAction;
import dev.coexistence.schemas.events.SendCommand;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** HTTP endpoints of one command: its state, and its cancellation. */
@RestController
final class CommandsController {
    private static final Set<String> CANCELLABLE = Set.of("SCHEDULED", "QUEUED", "SENDING");

    private final CommandViews views;
    private final CallerQueues queues;
    private final Engine engine;
    private final EventPublisher publisher;
    private final InstantSource time;

    CommandsController(
            CommandViews views,
            CallerQueues queues,
            Engine engine,
            EventPublisher publisher,
            InstantSource time) {
        this.views = views;
        this.queues = queues;
        this.engine = engine;
        this.publisher = publisher;
        this.time = time;
    }

    @GetMapping("/v1/commands/{commandId}")
    CommandRecord get(
            Caller caller,
            @PathVariable String commandId,
            @RequestParam(required = false) @Nullable String phoneNumberId) {
        CommandRecord command = find(caller, commandId, phoneNumberId);
        queues.noteLook(caller, "command.look", commandId, command.phoneNumberId());
        return waits(caller, command).map(command::waiting).orElse(command);
    }

    private CommandRecord find(Caller caller, String commandId, @Nullable String phoneNumberId) {
        CallerQueues.requireReadable(commandId);
        CallerQueues.requireReadable(phoneNumberId);
        List<CommandRecord> found =
                queues.within(caller, () -> views.find(commandId, phoneNumberId, caller.tenant()));
        if (found.size() > 1) {
            throw ApiProblem.ambiguous(commandId);
        }
        return found.stream().findFirst().orElseThrow(() -> ApiProblem.noCommand(commandId));
    }

    /**
     * Cause and length of its wait; empty where it does not wait, or another instance has its
     * number.
     */
    private Optional<WaitEstimate> waits(Caller caller, CommandRecord command) {
        Instant notBefore = command.notBefore();
        return switch (command.status()) {
            case "SCHEDULED" ->
                    Optional.ofNullable(notBefore)
                            .map(until -> WaitEstimate.until(until, time.instant()));
            case "QUEUED" ->
                    queues.within(
                                    caller,
                                    () ->
                                            views.place(
                                                    new Command.Key(
                                                            command.phoneNumberId(),
                                                            command.commandId())))
                            .flatMap(place ->
                                    engine.ask(lanes ->
                                                    Optional.ofNullable(
                                                            lanes.estimateWait(
                                                                    place.command(),
                                                                    place.before())))
                                            .join());
            default -> Optional.empty();
        };
    }

    /** Asks the number's owner to take it back; the command's result tells whether it could. */
    @DeleteMapping("/v1/commands/{commandId}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    CommandRecord cancel(
            Caller caller,
            @PathVariable String commandId,
            @RequestParam(required = false) @Nullable String phoneNumberId) {
        CommandRecord command = find(caller, commandId, phoneNumberId);
        if (command.status().equals("CANCELLED")) {
            return command;
        }
        if (!CANCELLABLE.contains(command.status())) {
            throw ApiProblem.tooLate(commandId, command.status());
        }
        queues.noteAct(caller, "command.cancel", commandId, command.phoneNumberId());
        var cancel =
                SendCommand.newBuilder()
                        .setCommandId(commandId)
                        .setAction(CommandAction.CANCEL)
                        .setPhoneNumberId(command.phoneNumberId())
                        .setCreatedAt(time.instant())
                        .build();
        try {
            publisher
                    .publish(
                            Topics.SEND_COMMANDS,
                            command.phoneNumberId(),
                            cancel,
                            CommandTenant.add(caller.tenant()))
                    .join();
        } catch (CompletionException e) {
            throw ApiProblem.notStored();
        }
        return command;
    }
}
