package dev.coexistence.conversation.page;

import dev.coexistence.conversation.reading.BadQuery;
import dev.coexistence.conversation.reading.NotFound;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.reactive.result.view.Rendering;

/** What a screen says when it has nothing to show. Programs get problems instead, see the API. */
@ControllerAdvice("dev.coexistence.conversation.page")
@Order(Ordered.HIGHEST_PRECEDENCE)
class ScreenProblems {

    @ExceptionHandler
    Rendering notFound(NotFound e) {
        return screen(HttpStatus.NOT_FOUND, "missing");
    }

    @ExceptionHandler({BadQuery.class, IllegalArgumentException.class})
    Rendering notUnderstood(RuntimeException e) {
        return screen(HttpStatus.BAD_REQUEST, "unclear");
    }

    @ExceptionHandler({DataAccessException.class, CannotCreateTransactionException.class})
    Rendering databaseAway(RuntimeException e) {
        return screen(HttpStatus.SERVICE_UNAVAILABLE, "away");
    }

    private Rendering screen(HttpStatus status, String what) {
        return Rendering.view("problem").status(status).modelAttribute("what", what).build();
    }
}
