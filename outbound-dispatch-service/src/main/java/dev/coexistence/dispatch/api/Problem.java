package dev.coexistence.dispatch.api;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Every error that the API answers, as RFC 9457 has it. */
final class Problem extends ErrorResponseException {
    private static final long serialVersionUID = 1L;
    private static final String TYPES = "https://coexistence.dev/problems/";

    private Problem(HttpStatus status, String type, String title, String detail) {
        super(status, body(status, type, title, detail), null);
    }

    private static ProblemDetail body(HttpStatus status, String type, String title, String detail) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
        body.setType(URI.create(TYPES + type));
        body.setTitle(title);
        return body;
    }

    private Problem with(String field, Object value) {
        getBody().setProperty(field, value);
        return this;
    }

    static Problem unreadable(String detail) {
        return new Problem(
                HttpStatus.BAD_REQUEST, "unreadable-body", "The body cannot be read", detail);
    }

    /** Each of them by name. */
    static Problem wrongMembers(List<Members.Fault> faults) {
        return new Problem(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "wrong-members",
                        "Members of the body are wrong",
                        faults.stream()
                                .map(Members.Fault::detail)
                                .collect(Collectors.joining("; ")))
                .with("errors", faults);
    }

    /**
     * @param field the member at fault; empty where none is
     */
    static Problem unsendable(String reason, String field, String detail) {
        return new Problem(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        reason.toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                        "The message cannot be sent",
                        detail)
                .with("reason", reason)
                .with(
                        "errors",
                        field.isEmpty()
                                ? List.of()
                                : List.of(new Members.Fault("#/" + field, detail)));
    }

    static Problem keyReused(String commandId) {
        return new Problem(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "idempotency-key-reused",
                        "The idempotency key stands for another request",
                        "The key was used for another command of the number before")
                .with("commandId", commandId);
    }

    static Problem noCommand(String commandId) {
        return new Problem(
                        HttpStatus.NOT_FOUND,
                        "unknown-command",
                        "No such command",
                        "No command of that id came in during the last days")
                .with("commandId", commandId);
    }

    static Problem ambiguous(String commandId) {
        return new Problem(
                        HttpStatus.CONFLICT,
                        "ambiguous-command",
                        "Several numbers have a command of that id",
                        "Say whose is meant: add the query phoneNumberId")
                .with("commandId", commandId);
    }

    static Problem noNumber(String phoneNumberId) {
        return new Problem(
                        HttpStatus.NOT_FOUND,
                        "unknown-number",
                        "No such number",
                        "No connection of that number is known")
                .with("phoneNumberId", phoneNumberId);
    }

    static Problem tooLate(String commandId, String status) {
        return new Problem(
                        HttpStatus.CONFLICT,
                        "too-late-to-cancel",
                        "The command cannot be taken back",
                        "The message may have left, or the command has ended")
                .with("commandId", commandId)
                .with("status", status);
    }

    static Problem notStored() {
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "not-stored",
                "The command was not stored",
                "Kafka did not acknowledge; send the same request with the same key again");
    }

    static Problem unavailable() {
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "unavailable",
                "This service cannot answer now",
                "The database is away; the same request may be made again");
    }
}
