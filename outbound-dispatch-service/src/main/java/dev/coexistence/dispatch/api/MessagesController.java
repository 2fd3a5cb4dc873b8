package dev.coexistence.dispatch.api;

import dev.coexistence.access.Caller;
import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.intake.CommandReader;
import dev.coexistence.dispatch.intake.CommandTenant;
import dev.coexistence.dispatch.queue.CommandViews;
import dev.coexistence.dispatch.queue.NumberStore;
import dev.coexistence.dispatch.template.TemplateGate;
import dev.coexistence.dispatch.template.TemplateStore;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.Traces;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.SendCommand;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes a command over HTTP and appends it to the commands' topic, as any producer would; the
 * answer comes when the brokers have acknowledged it.
 */
@RestController
final class MessagesController {
    /** A member that stands twice says two things. */
    private static final ObjectMapper STRICT =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .build();

    private final EventPublisher publisher;
    private final CommandViews views;
    private final TemplateStore templates;
    private final CallerQueues queues;
    private final InstantSource time;
    private final CommandReader reader;

    /** Answer of a command that is on its way. */
    record Queued(String commandId, String status) {}

    MessagesController(
            EventPublisher publisher,
            CommandViews views,
            TemplateStore templates,
            NumberStore numbers,
            CallerQueues queues,
            InstantSource time) {
        this.publisher = publisher;
        this.views = views;
        this.templates = templates;
        this.queues = queues;
        this.time = time;
        this.reader = new CommandReader(numbers::findWithoutToken, null);
    }

    @PostMapping("/v1/messages")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Queued send(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestHeader(name = Traces.HEADER, required = false) @Nullable String traceparent,
            @RequestBody String body) {
        SendBody.Read read = SendBody.read(parse(body), time.instant());
        String id = commandId(key, read.commandId());
        if (!read.faults().isEmpty()) {
            throw ApiProblem.wrongMembers(read.faults());
        }
        SendCommand command = SendCommand.newBuilder(read.command()).setCommandId(id).build();
        if (!queues.within(caller, () -> claim(caller, command))) {
            throw ApiProblem.keyReused(id);
        }
        if (caller.kind() == Caller.Kind.PERSON) {
            queues.noteSend(caller, id, command.getPhoneNumberId());
        }
        try {
            publisher
                    .publish(
                            Topics.SEND_COMMANDS,
                            command.getPhoneNumberId(),
                            command,
                            CommandTenant.add(
                                    caller.tenant(),
                                    Traces.headers(Traces.valid(traceparent).orElse(null))))
                    .join();
        } catch (CompletionException e) {
            throw ApiProblem.notStored();
        }
        return new Queued(id, "QUEUED");
    }

    private static ObjectNode parse(String body) {
        try {
            if (STRICT.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw ApiProblem.unreadable("The body is no JSON: " + e.getOriginalMessage());
        }
        throw ApiProblem.unreadable("The body is no JSON object");
    }

    private static String commandId(@Nullable String key, String stated) {
        if (key == null && stated.isEmpty()) {
            return UUID.randomUUID().toString();
        }
        if (key != null && !stated.isEmpty() && !key.equals(stated)) {
            throw ApiProblem.unsendable(
                    "BAD_COMMAND_ID", "commandId", "Idempotency-Key and commandId differ");
        }
        String id = key == null ? stated : key;
        if (id.isBlank()) {
            throw ApiProblem.unsendable(
                    "BAD_COMMAND_ID", "commandId", "A command's id is not blank");
        }
        return id;
    }

    /** Takes the command's key for what it asks, where the caller may ask it. */
    private boolean claim(Caller caller, SendCommand command) {
        String number = command.getPhoneNumberId();
        if (number.isBlank()) {
            throw ApiProblem.unsendable("NO_NUMBER", "phoneNumberId", "phoneNumberId is missing");
        }
        queues.requireNumber(caller, number);
        return views.claim(new Command.Key(number, command.getCommandId()), judge(command));
    }

    /** Hash of the request's meaning. */
    private String judge(SendCommand command) {
        CommandReader.Judgement judgement = reader.judge(command, time.instant());
        CommandReader.Fault fault = judgement.fault();
        if (fault != null) {
            throw ApiProblem.unsendable(fault.reason().name(), fault.field(), fault.detail());
        }
        if (templates.gate(judgement.command()) instanceof TemplateGate.Shut shut) {
            throw ApiProblem.unsendable(shut.reason().name(), "", shut.detail());
        }
        return judgement.meaning();
    }
}
