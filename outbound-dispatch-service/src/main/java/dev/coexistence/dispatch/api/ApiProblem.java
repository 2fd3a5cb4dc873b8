package dev.coexistence.dispatch.api;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Every error that the API answers, as RFC 9457 has it. */
final class ApiProblem extends ErrorResponseException {
    private static final long serialVersionUID = 1L;
    private static final String TYPES = "https://coexistence.dev/problems/";

    private ApiProblem(HttpStatus status, String type, String title, String detail) {
        super(status, body(status, type, title, detail), null);
    }

    private static ProblemDetail body(HttpStatus status, String type, String title, String detail) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
        body.setType(URI.create(TYPES + type));
        body.setTitle(title);
        return body;
    }

    private ApiProblem with(String field, Object value) {
        getBody().setProperty(field, value);
        return this;
    }

    static ApiProblem unreadable(String detail) {
        return new ApiProblem(
                HttpStatus.BAD_REQUEST, "unreadable-body", "The body cannot be read", detail);
    }

    /** A part of the address that names nothing and never can. */
    static ApiProblem unreadableAddress() {
        return new ApiProblem(
                HttpStatus.BAD_REQUEST,
                "unreadable-address",
                "The address cannot be read",
                "An id holds no U+0000");
    }

    /** Each of them by name. */
    static ApiProblem wrongMembers(List<JsonMembers.Fault> faults) {
        return new ApiProblem(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "wrong-members",
                        "Members of the body are wrong",
                        faults.stream()
                                .map(JsonMembers.Fault::detail)
                                .collect(Collectors.joining("; ")))
                .with("errors", faults);
    }

    /**
     * @param field the member at fault; empty where none is
     */
    static ApiProblem unsendable(String reason, String field, String detail) {
        return new ApiProblem(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        reason.toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                        "The message cannot be sent",
                        detail)
                .with("reason", reason)
                .with(
                        "errors",
                        field.isEmpty()
                                ? List.of()
                                : List.of(new JsonMembers.Fault("#/" + field, detail)));
    }

    static ApiProblem keyReused(String commandId) {
        return new ApiProblem(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "idempotency-key-reused",
                        "The idempotency key stands for another request",
                        "The key was used for another command of the number before")
                .with("commandId", commandId);
    }

    static ApiProblem noCommand(String commandId) {
        return new ApiProblem(
                        HttpStatus.NOT_FOUND,
                        "unknown-command",
                        "No such command",
                        "No command of that id came in during the last days")
                .with("commandId", commandId);
    }

    static ApiProblem ambiguous(String commandId) {
        return new ApiProblem(
                        HttpStatus.CONFLICT,
                        "ambiguous-command",
                        "Several numbers have a command of that id",
                        "Say whose is meant: add the query phoneNumberId")
                .with("commandId", commandId);
    }

    static ApiProblem noNumber(String phoneNumberId) {
        return new ApiProblem(
                        HttpStatus.NOT_FOUND,
                        "unknown-number",
                        "No such number",
                        "No connection of that number is known")
                .with("phoneNumberId", phoneNumberId);
    }

    static ApiProblem tooLate(String commandId, String status) {
        return new ApiProblem(
                        HttpStatus.CONFLICT,
                        "too-late-to-cancel",
                        "The command cannot be taken back",
                        "The message may have left, or the command has ended")
                .with("commandId", commandId)
                .with("status", status);
    }

    static ApiProblem notStored() {
        return new ApiProblem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "not-stored",
                "The command was not stored",
                "Kafka did not acknowledge; send the same request with the same key again");
    }

    static ApiProblem unavailable() {
        return new ApiProblem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "unavailable",
                "This service cannot answer now",
                "The database is away; the same request may be made again");
    }
}
