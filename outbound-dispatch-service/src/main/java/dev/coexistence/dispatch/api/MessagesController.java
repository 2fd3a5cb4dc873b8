package dev.coexistence.dispatch.api;

import dev.coexistence.dispatch.intake.CommandReader;
import dev.coexistence.dispatch.lane.Outcome;
import dev.coexistence.dispatch.queue.CommandStore.Fresh;
import dev.coexistence.dispatch.queue.CommandViews;
import dev.coexistence.dispatch.queue.Numbers;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.Traces;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.SendCommand;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Objects;
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
import tools.jackson.databind.ObjectMapper;

/**
 * Takes a command over HTTP and appends it to the commands' topic, as any producer would; the
 * answer comes when the brokers have acknowledged it.
 */
@RestController
final class MessagesController {
    private static final int LONGEST_ID = 200;

    private final EventPublisher publisher;
    private final CommandViews views;
    private final ObjectMapper json;
    private final InstantSource time;
    private final CommandReader reader;

    /** Answer of a command that is on its way. */
    record Queued(String commandId, String status) {}

    MessagesController(
            EventPublisher publisher,
            CommandViews views,
            Numbers numbers,
            ObjectMapper json,
            InstantSource time) {
        this.publisher = publisher;
        this.views = views;
        this.json = json;
        this.time = time;
        this.reader = new CommandReader(numbers::find, null);
    }

    @PostMapping("/v1/messages")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Queued send(
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestHeader(name = Traces.HEADER, required = false) @Nullable String traceparent,
            @RequestBody String body) {
        SendRequest request = parse(body);
        String id = commandId(key, request);
        SendCommand command = request.toCommand(id, time.instant());
        refuseUnsendable(command);
        if (!views.claim(id, hash(body))) {
            throw Problem.keyReused(id);
        }
        try {
            publisher
                    .publish(
                            Topics.SEND_COMMANDS,
                            command.getPhoneNumberId(),
                            command,
                            Traces.headers(Traces.valid(traceparent).orElse(null)))
                    .join();
        } catch (CompletionException e) {
            throw Problem.notStored();
        }
        return new Queued(id, "QUEUED");
    }

    private SendRequest parse(String body) {
        try {
            return Objects.requireNonNull(json.readValue(body, SendRequest.class));
        } catch (JacksonException | NullPointerException e) {
            throw Problem.unreadable("The body is no JSON object of a command");
        }
    }

    private static String commandId(@Nullable String key, SendRequest request) {
        String stated = key != null ? key : request.commandId();
        if (stated == null) {
            return UUID.randomUUID().toString();
        }
        if (key != null && request.commandId() != null && !key.equals(request.commandId())) {
            throw Problem.unsendable("BAD_COMMAND_ID", "Idempotency-Key and commandId differ");
        }
        if (stated.isBlank() || stated.length() > LONGEST_ID || stated.indexOf('\0') >= 0) {
            throw Problem.unsendable("BAD_COMMAND_ID", "A command's id has 1 to 200 characters");
        }
        return stated;
    }

    private void refuseUnsendable(SendCommand command) {
        if (command.getPhoneNumberId().isBlank()) {
            throw Problem.unsendable("NO_NUMBER", "phoneNumberId is missing");
        }
        Fresh fresh = reader.read(command, 0, null, time.instant());
        if (fresh.outcome() instanceof Outcome.Rejected rejected) {
            throw Problem.unsendable(
                    rejected.reason().name(), Objects.requireNonNullElse(rejected.detail(), ""));
        }
    }

    private static byte[] hash(String body) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(body.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
