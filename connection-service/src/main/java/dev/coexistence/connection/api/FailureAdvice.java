package dev.coexistence.connection.api;

import dev.coexistence.http.HttpProblems;
import dev.coexistence.kafka.Outages;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers for failures of this service or of its surroundings: 503 for an outage, else 500. */
@RestControllerAdvice
class FailureAdvice {
    private static final Logger log = LoggerFactory.getLogger(FailureAdvice.class);

    @ExceptionHandler
    ResponseEntity<Object> answer(RuntimeException failure) {
        if (failure instanceof ErrorResponse refusal) {
            var problem = HttpProblems.of(failure);
            return ResponseEntity.status(problem.getStatus())
                    .headers(refusal.getHeaders())
                    .body(problem);
        }
        boolean outage =
                failure instanceof CannotCreateTransactionException || Outages.isOutage(failure);
        log.atError()
                .addKeyValue("error", failure.getClass().getSimpleName())
                .setCause(failure)
                .log("A request could not be answered");
        return outage
                ? ConnectionProblem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "unavailable",
                        "This service cannot answer now",
                        "Something it needs is away; the same request may be made again.",
                        Map.of())
                : ConnectionProblem.of(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "internal",
                        "This service failed",
                        "The failure is in its log.",
                        Map.of());
    }
}
