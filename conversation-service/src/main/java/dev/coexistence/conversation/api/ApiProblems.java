package dev.coexistence.conversation.api;

import dev.coexistence.conversation.reading.BadQuery;
import dev.coexistence.conversation.reading.NotFound;
import java.net.URI;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The errors of the API, as RFC 9457 problems; http-edge has the words for all others. */
@RestControllerAdvice
class ApiProblems {
    private static final String TYPES = "https://coexistence.dev/problems/";

    static ProblemDetail problem(HttpStatus status, String type, String title, String detail) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(TYPES + type));
        problem.setTitle(title);
        return problem;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> badQuery(BadQuery e) {
        var problem =
                problem(
                        HttpStatus.BAD_REQUEST,
                        "bad-query",
                        "Bad query",
                        String.valueOf(e.getMessage()));
        problem.setProperty("parameter", e.parameter());
        return ResponseEntity.badRequest().body(problem);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> notFound(NotFound e) {
        var problem =
                problem(
                        HttpStatus.NOT_FOUND,
                        "not-found",
                        "Not found",
                        String.valueOf(e.getMessage()));
        return ResponseEntity.status(HttpStatus.NOT_FOUND).body(problem);
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        CannotCreateTransactionException.class
    })
    ResponseEntity<ProblemDetail> databaseAway(Exception e) {
        var problem =
                problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "database-away",
                        "Database away",
                        "The database does not answer; nothing is lost, try again later");
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body(problem);
    }
}
