package dev.coexistence.connection.api;

import dev.coexistence.access.AuditLog;
import dev.coexistence.access.Caller;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.ModeSwitchPlan;
import dev.coexistence.connection.record.CallerAct;
import dev.coexistence.connection.record.Connections;
import dev.coexistence.connection.record.StateColumns;
import dev.coexistence.connection.record.TenantConnections;
import dev.coexistence.connection.watch.ActivityWatch;
import dev.coexistence.connection.watch.Disconnection;
import dev.coexistence.connection.watch.LinkTester;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Connections over HTTP, by the number's id. */
@RestController
@RequestMapping("/v1/connections")
class ConnectionController {
    private static final int MOST = 500;

    private final TenantConnections visible;
    private final Connections connections;
    private final ConnectionViews views;
    private final ActivityWatch activity;
    private final Disconnection disconnection;
    private final LinkTester tests;
    private final AuditLog audit;

    ConnectionController(
            TenantConnections visible,
            Connections connections,
            ConnectionViews views,
            ActivityWatch activity,
            Disconnection disconnection,
            LinkTester tests,
            AuditLog audit) {
        this.visible = visible;
        this.connections = connections;
        this.views = views;
        this.activity = activity;
        this.disconnection = disconnection;
        this.tests = tests;
        this.audit = audit;
    }

    record Items<T>(List<T> items) {}

    record Page(List<ConnectionView> items, @Nullable String nextCursor) {}

    record ChangeMode(@Nullable ConnectionMode mode) {}

    record AppOpened(@Nullable String name) {}

    record Disconnect(@Nullable String name) {}

    /**
     * A page of numbers.
     *
     * @param cursor the last number of the page before
     */
    @GetMapping
    Page all(
            Caller caller,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "500") int limit,
            @RequestParam(required = false) @Nullable String state) {
        visible.noteLook(caller, "connection");
        int most = Math.clamp(limit, 1, MOST);
        return visible.readWithin(caller, () -> read(caller, cursor, most, state));
    }

    private Page read(Caller caller, String cursor, int most, @Nullable String state) {
        var page = visible.listCurrents(caller, cursor, most);
        return new Page(
                page.stream()
                        .filter(connection ->
                                state == null
                                        || StateColumns.of(connection.state())
                                                .state()
                                                .equals(state))
                        .map(views::of)
                        .toList(),
                page.size() < most ? null : page.getLast().facts().phoneNumberId());
    }

    @GetMapping("/{phoneNumberId}")
    ResponseEntity<Object> one(@PathVariable String phoneNumberId, Caller caller) {
        return look(phoneNumberId, caller, views::of);
    }

    @GetMapping("/{phoneNumberId}/mode-switch-plan")
    ResponseEntity<Object> modeSwitchPlan(@PathVariable String phoneNumberId, Caller caller) {
        return look(phoneNumberId, caller, ModeSwitchPlan::of);
    }

    /** The mode of a link is fixed: another one is answered by the way there. */
    @PutMapping("/{phoneNumberId}/mode")
    ResponseEntity<Object> mode(
            @PathVariable String phoneNumberId, Caller caller, @RequestBody ChangeMode request) {
        if (request.mode() == null) {
            return ConnectionProblem.badRequest("mode is needed.");
        }
        return respond(
                phoneNumberId,
                caller,
                connection ->
                        connection.mode() == request.mode()
                                ? ResponseEntity.ok((Object) views.of(connection))
                                : ConnectionProblem.modeFixed(connection));
    }

    /** A person's word that the app was opened just now; signed with a name. */
    @PostMapping("/{phoneNumberId}/app-opened")
    ResponseEntity<Object> appOpened(
            @PathVariable String phoneNumberId, Caller caller, @RequestBody AppOpened request) {
        if (StatedName.isMissing(caller, request.name())) {
            return ConnectionProblem.badRequest("name is needed: who says so.");
        }
        return respond(
                phoneNumberId,
                caller,
                connection ->
                        activity.openedNow(
                                        connection.id(), StatedName.apply(caller, request.name()))
                                .map(changed -> ResponseEntity.ok((Object) views.of(changed)))
                                .orElseGet(() ->
                                        ConnectionProblem.of(
                                                HttpStatus.CONFLICT,
                                                "no-activity-clock",
                                                "This number is not linked to an app",
                                                "Only a coexistence link has an activity clock.",
                                                Map.of("mode", connection.mode()))));
    }

    /** Tests the link now, as is done daily. */
    @PostMapping("/{phoneNumberId}/test")
    ResponseEntity<Object> test(@PathVariable String phoneNumberId, Caller caller) {
        return respond(
                phoneNumberId,
                caller,
                connection -> {
                    new CallerAct(caller, "connection.test").write(audit, connection);
                    tests.testAndTell(connection);
                    return ResponseEntity.ok(
                            views.of(connections.find(connection.id()).orElse(connection)));
                });
    }

    @PostMapping("/{phoneNumberId}/disconnect")
    ResponseEntity<Object> disconnect(
            @PathVariable String phoneNumberId,
            Caller caller,
            @RequestBody(required = false) @Nullable Disconnect request) {
        String stated = request == null ? null : request.name();
        Caller named =
                StatedName.apply(caller, stated == null || stated.isBlank() ? "OPERATOR" : stated);
        return respond(
                phoneNumberId,
                caller,
                connection ->
                        switch (disconnection.disconnect(connection, named)) {
                            case Disconnection.Outcome.Taken(Connection taken) ->
                                    ResponseEntity.status(
                                                    taken.state()
                                                                    instanceof
                                                                    ConnectionState.Disconnected
                                                            ? HttpStatus.OK
                                                            : HttpStatus.ACCEPTED)
                                            .body((Object) views.of(taken));
                            case Disconnection.Outcome.Unconfirmed(Connection waiting, String _) ->
                                    ResponseEntity.accepted().body((Object) views.of(waiting));
                            case Disconnection.Outcome.NotLinked(Connection other) ->
                                    ConnectionProblem.of(
                                            HttpStatus.CONFLICT,
                                            "not-linked",
                                            "There is no link to end",
                                            "The number is not connected.",
                                            Map.of(
                                                    "state",
                                                    StateColumns.of(other.state()).state()));
                            case Disconnection.Outcome.Refused(Connection _, var refusal) ->
                                    ConnectionProblem.of(
                                            HttpStatus.BAD_GATEWAY,
                                            "meta-refused",
                                            "Meta refused to deregister the number",
                                            refusal.words(),
                                            Map.of("metaCode", refusal.code()));
                        });
    }

    private ResponseEntity<Object> look(
            String phoneNumberId, Caller caller, Function<Connection, Object> view) {
        return respond(
                phoneNumberId,
                caller,
                connection -> {
                    visible.noteLook(caller, connection);
                    return ResponseEntity.ok(
                            visible.readWithin(caller, () -> view.apply(connection)));
                });
    }

    private ResponseEntity<Object> respond(
            String phoneNumberId,
            Caller caller,
            Function<Connection, ResponseEntity<? extends Object>> action) {
        return visible.findCurrent(caller, phoneNumberId)
                .map(connection -> {
                    ResponseEntity<?> answer = action.apply(connection);
                    return ResponseEntity.status(answer.getStatusCode())
                            .headers(answer.getHeaders())
                            .body((Object) answer.getBody());
                })
                .orElseGet(
                        () -> ConnectionProblem.notFound("No connection of this number is known."));
    }
}
