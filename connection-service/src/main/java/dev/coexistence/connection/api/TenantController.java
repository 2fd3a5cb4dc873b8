package dev.coexistence.connection.api;

import dev.coexistence.access.Caller;
import dev.coexistence.connection.record.Connections;
import dev.coexistence.connection.record.TenantConnections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The tenant of a number over HTTP, for operators of the platform. */
@RestController
class TenantController {
    private final TenantConnections visible;
    private final Connections connections;
    private final ConnectionViews views;

    TenantController(TenantConnections visible, Connections connections, ConnectionViews views) {
        this.visible = visible;
        this.connections = connections;
        this.views = views;
    }

    record ChangeTenant(@Nullable String tenant) {}

    /** Gives a number, with its connection and what belongs to it, to another tenant. */
    @PutMapping("/v1/connections/{phoneNumberId}/tenant")
    ResponseEntity<Object> change(
            @PathVariable String phoneNumberId, Caller caller, @RequestBody ChangeTenant request) {
        var named = NamedTenant.parse(request.tenant());
        if (named.isEmpty()) {
            return NamedTenant.refuse();
        }
        String tenant = named.get();
        try {
            return visible.findCurrent(caller, phoneNumberId)
                    .flatMap(current -> connections.move(current.id(), tenant, caller))
                    .map(moved -> ResponseEntity.ok((Object) views.of(moved)))
                    .orElseGet(() ->
                            ConnectionProblem.notFound("No connection of this number is known."));
        } catch (DuplicateKeyException _) {
            return ConnectionProblem.of(
                    HttpStatus.CONFLICT,
                    "sign-up-under-way",
                    "A sign-up of this number is under way",
                    "The other tenant signs this number up just now.",
                    Map.of("tenant", tenant));
        }
    }
}
