package dev.coexistence.dispatch.api;

import dev.coexistence.dispatch.queue.CommandRecord;
import dev.coexistence.dispatch.queue.CommandViews;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.CommandAction;
import dev.coexistence.schemas.events.SendCommand;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** How a command stands, and taking it back. */
@RestController
final class CommandsController {
    private static final Set<String> CANCELLABLE = Set.of("SCHEDULED", "QUEUED", "SENDING");

    private final CommandViews views;
    private final EventPublisher publisher;
    private final InstantSource time;

    CommandsController(CommandViews views, EventPublisher publisher, InstantSource time) {
        this.views = views;
        this.publisher = publisher;
        this.time = time;
    }

    @GetMapping("/v1/commands/{commandId}")
    CommandRecord get(@PathVariable String commandId) {
        return views.find(commandId).orElseThrow(() -> Problem.noCommand(commandId));
    }

    /** Asks the number's owner to take it back; the command's result tells whether it could. */
    @DeleteMapping("/v1/commands/{commandId}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    CommandRecord cancel(@PathVariable String commandId) {
        CommandRecord command = get(commandId);
        if (command.status().equals("CANCELLED")) {
            return command;
        }
        if (!CANCELLABLE.contains(command.status())) {
            throw Problem.tooLate(commandId, command.status());
        }
        var cancel =
                SendCommand.newBuilder()
                        .setCommandId(commandId)
                        .setAction(CommandAction.CANCEL)
                        .setPhoneNumberId(command.phoneNumberId())
                        .setCreatedAt(time.instant())
                        .build();
        try {
            publisher.publish(Topics.SEND_COMMANDS, command.phoneNumberId(), cancel).join();
        } catch (CompletionException e) {
            throw Problem.notStored();
        }
        return command;
    }
}
