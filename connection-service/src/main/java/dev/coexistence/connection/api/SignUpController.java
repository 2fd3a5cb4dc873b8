package dev.coexistence.connection.api;

import dev.coexistence.access.Caller;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.metrics.ConnectionMetrics;
import dev.coexistence.connection.onboarding.SessionEvent;
import dev.coexistence.connection.onboarding.SignUpCompletion;
import dev.coexistence.connection.onboarding.SignUpOutcome;
import dev.coexistence.connection.onboarding.SignUpOutcome.AlreadyConnected;
import dev.coexistence.connection.onboarding.SignUpOutcome.Ended;
import dev.coexistence.connection.onboarding.SignUpOutcome.ModeFixed;
import dev.coexistence.connection.onboarding.SignUpOutcome.NoNumber;
import dev.coexistence.connection.onboarding.SignUpOutcome.NotAvailable;
import dev.coexistence.connection.onboarding.SignUpOutcome.NotNow;
import dev.coexistence.connection.onboarding.SignUpOutcome.Refused;
import dev.coexistence.connection.onboarding.SignUpOutcome.Running;
import dev.coexistence.connection.onboarding.SignUpOutcome.Started;
import dev.coexistence.connection.onboarding.SignUpOutcome.UnderWay;
import dev.coexistence.connection.onboarding.SignUpOutcome.Unknown;
import dev.coexistence.connection.onboarding.SignUpSettings;
import dev.coexistence.connection.onboarding.SignUps;
import dev.coexistence.connection.record.TenantConnections;
import dev.coexistence.graph.Secret;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Sign-ups over HTTP. */
@RestController
@RequestMapping("/v1/signups")
class SignUpController {
    private final TenantConnections visible;
    private final SignUps signUps;
    private final SignUpCompletion completion;
    private final SignUpAnswers answers;
    private final MessageOrigin origins;
    private final ConnectionMetrics metrics;

    SignUpController(
            TenantConnections visible,
            SignUps signUps,
            SignUpCompletion completion,
            SignUpAnswers answers,
            SignUpSettings settings,
            ConnectionMetrics metrics) {
        this.visible = visible;
        this.signUps = signUps;
        this.completion = completion;
        this.answers = answers;
        this.origins = new MessageOrigin(settings.trustedOrigins());
        this.metrics = metrics;
    }

    /**
     * @param acknowledgedBy who has seen what the app loses, where that is done already; in the
     *     closed mode that it is done, and the caller is who
     * @param tenant whose number it is to be, named by an operator of the platform; null for the
     *     caller's own
     */
    record Start(
            @Nullable ConnectionMode mode,
            @Nullable String phoneNumber,
            @Nullable String acknowledgedBy,
            @Nullable String tenant) {}

    record Acknowledge(@Nullable String name) {}

    /**
     * @param origin of the window message, as the page saw it
     */
    record Complete(
            @Nullable String code,
            @Nullable JsonNode sessionEvent,
            @Nullable String pin,
            @Nullable String origin) {
        @Override
        public String toString() {
            return "Complete[redacted]";
        }
    }

    record Resume(@Nullable String pin) {
        @Override
        public String toString() {
            return "Resume[redacted]";
        }
    }

    @PostMapping
    ResponseEntity<Object> start(Caller caller, @RequestBody Start request) {
        if (request.mode() == null || request.phoneNumber() == null) {
            return ConnectionProblem.badRequest("mode and phoneNumber are needed.");
        }
        var tenant = NamedTenant.find(caller, request.tenant());
        if (tenant.isEmpty()) {
            return NamedTenant.refuse();
        }
        String name = request.acknowledgedBy();
        return answer(
                signUps.start(
                        StatedName.apply(caller, name),
                        tenant.get(),
                        request.mode(),
                        request.phoneNumber(),
                        name != null && !name.isBlank()));
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> get(@PathVariable UUID id, Caller caller) {
        return answers.answerCurrent(id, caller);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Object> abandon(@PathVariable UUID id, Caller caller) {
        return switch (actOn(id, caller, () -> signUps.abandon(id, caller))) {
            case Started _ -> ResponseEntity.noContent().build();
            case SignUpOutcome other -> answer(other);
        };
    }

    @PostMapping("/{id}/acknowledgement")
    ResponseEntity<Object> acknowledge(
            @PathVariable UUID id, Caller caller, @RequestBody Acknowledge request) {
        return answer(
                actOn(
                        id,
                        caller,
                        () ->
                                StatedName.isMissing(caller, request.name())
                                        ? new Refused(
                                                "bad-request", "The acknowledgement lacks a name.")
                                        : signUps.acknowledge(
                                                id, StatedName.apply(caller, request.name()))));
    }

    @PostMapping("/{id}/complete")
    ResponseEntity<Object> complete(
            @PathVariable UUID id, Caller caller, @RequestBody Complete request) {
        if (request.code() == null || request.sessionEvent() == null) {
            return ConnectionProblem.badRequest("code and sessionEvent are needed.");
        }
        if (request.origin() != null && !origins.trusts(request.origin())) {
            return answer(
                    new Refused(
                            "untrusted-origin",
                            "The session event did not come from a window of facebook.com."));
        }
        var code = new Secret(request.code());
        var pin = Optional.ofNullable(request.pin()).map(Secret::new);
        var event = SessionEvent.read(request.sessionEvent());
        return answer(
                actOn(
                        id,
                        caller,
                        () ->
                                event instanceof SessionEvent.Finished finished
                                        ? completion.complete(
                                                id,
                                                caller,
                                                new SignUpCompletion.Brought(code, finished, pin))
                                        : answerNotFinished(id, event)));
    }

    @PostMapping("/{id}/resume")
    ResponseEntity<Object> resume(
            @PathVariable UUID id,
            Caller caller,
            @RequestBody(required = false) @Nullable Resume request) {
        var pin = Optional.ofNullable(request).map(Resume::pin).map(Secret::new);
        return answer(actOn(id, caller, () -> completion.resume(id, caller, pin)));
    }

    /** Another tenant's sign-up is as one that does not exist. */
    private SignUpOutcome actOn(UUID id, Caller caller, Supplier<SignUpOutcome> act) {
        return visible.find(caller, id).isPresent() ? act.get() : new Unknown();
    }

    private SignUpOutcome answerNotFinished(UUID id, SessionEvent event) {
        String why =
                switch (event) {
                    case SessionEvent.Finished _ -> "finished";
                    case SessionEvent.WithoutNumber _ ->
                            "The dialogue ended without a number; go through it again and choose one.";
                    case SessionEvent.Left(var step) ->
                            "The dialogue was left"
                                    + (step == null ? "" : " at " + step)
                                    + "; it can be opened again.";
                    case SessionEvent.Reported(String message, String code) ->
                            "Meta's dialogue reported an error"
                                    + (code.isEmpty() ? "" : " (" + code + ")")
                                    + ": "
                                    + message;
                    case SessionEvent.Unreadable(String reason) -> reason;
                };
        if (event instanceof SessionEvent.Unreadable) {
            return new Refused("bad-session-event", why);
        }
        signUps.noteLeft(id, why);
        return new Refused("dialogue-not-finished", why);
    }

    private ResponseEntity<Object> answer(SignUpOutcome outcome) {
        metrics.signUp(name(outcome));
        return switch (outcome) {
            case Started(Connection connection) -> answers.answerStarted(connection);
            case NoNumber _ ->
                    ConnectionProblem.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "no-phone-number",
                            "This is no phone number",
                            "A number starts with a plus and its country's calling code.",
                            java.util.Map.of());
            case NotAvailable(var number) -> answers.notAvailable(number);
            case UnderWay(Connection connection) -> answers.underWay(connection);
            case AlreadyConnected(Connection connection) ->
                    answers.answerAlreadyConnected(connection);
            case ModeFixed(Connection connection) -> ConnectionProblem.modeFixed(connection);
            case Unknown _ -> ConnectionProblem.notFound("There is no sign-up of this id.");
            case NotNow(Connection connection, String why) -> answers.notNow(connection, why);
            case Refused(String kind, String why) ->
                    ConnectionProblem.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            kind,
                            "This cannot be used",
                            why,
                            java.util.Map.of());
            case Running(Connection connection) -> answers.answerRunning(connection);
            case Ended(Connection connection) -> answers.answerEnded(connection);
        };
    }

    private static String name(SignUpOutcome outcome) {
        return switch (outcome) {
            case Started _ -> "started";
            case NoNumber _, Refused _ -> "bad_input";
            case NotAvailable _ -> "not_available";
            case UnderWay _, NotNow _ -> "not_now";
            case AlreadyConnected _ -> "already_connected";
            case ModeFixed _ -> "mode_fixed";
            case Unknown _ -> "unknown";
            case Running _ -> "running";
            case Ended(Connection connection) ->
                    connection.state() instanceof ConnectionState.Connected
                            ? "connected"
                            : "failed";
        };
    }
}
