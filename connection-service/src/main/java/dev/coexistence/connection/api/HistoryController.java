package dev.coexistence.connection.api;

import dev.coexistence.access.Caller;
import dev.coexistence.connection.record.ConnectionHistory;
import dev.coexistence.connection.record.TenantConnections;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The history of a number over HTTP. */
@RestController
class HistoryController {
    private final TenantConnections connections;
    private final ConnectionHistory history;

    HistoryController(TenantConnections connections, ConnectionHistory history) {
        this.connections = connections;
        this.history = history;
    }

    @GetMapping("/v1/connections/{phoneNumberId}/history")
    ResponseEntity<Object> of(@PathVariable String phoneNumberId, Caller caller) {
        var current = connections.findCurrent(caller, phoneNumberId);
        if (current.isEmpty()) {
            return ConnectionProblem.notFound("No connection of this number is known.");
        }
        connections.noteLook(caller, current.get());
        return ResponseEntity.ok(
                new ConnectionController.Items<>(
                        connections.readWithin(
                                caller, () -> history.findAll(phoneNumberId, caller.tenant()))));
    }
}
