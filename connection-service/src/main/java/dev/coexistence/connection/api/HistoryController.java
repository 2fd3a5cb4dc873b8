package dev.coexistence.connection.api;

import dev.coexistence.connection.record.ConnectionHistory;
import dev.coexistence.connection.record.Connections;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The history of a number over HTTP. */
@RestController
class HistoryController {
    private final Connections connections;
    private final ConnectionHistory history;

    HistoryController(Connections connections, ConnectionHistory history) {
        this.connections = connections;
        this.history = history;
    }

    @GetMapping("/v1/connections/{phoneNumberId}/history")
    ResponseEntity<Object> of(@PathVariable String phoneNumberId) {
        return connections.findCurrent(phoneNumberId).isPresent()
                ? ResponseEntity.ok(
                        new ConnectionController.Items<>(history.findAll(phoneNumberId)))
                : ConnectionProblem.notFound("No connection of this number is known.");
    }
}
