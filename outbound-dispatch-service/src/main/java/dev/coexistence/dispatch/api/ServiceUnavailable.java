package dev.coexistence.dispatch.api;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * The API's answer while the database is away: nothing was done, and the same may be asked again.
 */
@RestControllerAdvice
final class ServiceUnavailable {
    private static final Logger log = LoggerFactory.getLogger(ServiceUnavailable.class);

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<ProblemDetail> answer(RuntimeException failure) {
        log.atWarn().setCause(failure).log("A request could not be answered without the database");
        ApiProblem problem = ApiProblem.unavailable();
        return ResponseEntity.status(problem.getStatusCode()).body(problem.getBody());
    }
}
