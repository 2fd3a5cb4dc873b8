package dev.coexistence.connection.api;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ModeSwitchPlan;
import java.net.URI;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** Every refusal of this service's API, as RFC 9457 has it. */
final class ConnectionProblem {
    private static final String TYPES = "https://coexistence.dev/problems/";

    private ConnectionProblem() {}

    /**
     * @param kind last part of the type, in kebab case
     * @param fields further members
     */
    static ResponseEntity<Object> of(
            HttpStatus status, String kind, String title, String detail, Map<String, ?> fields) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(TYPES + kind));
        problem.setTitle(title);
        fields.forEach(problem::setProperty);
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    static ResponseEntity<Object> notFound(String detail) {
        return of(HttpStatus.NOT_FOUND, "not-found", "There is no such thing", detail, Map.of());
    }

    static ResponseEntity<Object> badRequest(String detail) {
        return of(
                HttpStatus.BAD_REQUEST,
                "bad-request",
                "The request cannot be read",
                detail,
                Map.of());
    }

    /** With the plan by which the mode changes after all. */
    static ResponseEntity<Object> modeFixed(Connection connection) {
        return of(
                HttpStatus.CONFLICT,
                "mode-fixed",
                "The mode of a connected number cannot be changed in place",
                "The number is connected in mode "
                        + connection.mode()
                        + "; it has to be disconnected and connected anew.",
                Map.of(
                        "phoneNumberId",
                        connection.facts().phoneNumberId(),
                        "mode",
                        connection.mode(),
                        "plan",
                        ModeSwitchPlan.of(connection)));
    }
}
