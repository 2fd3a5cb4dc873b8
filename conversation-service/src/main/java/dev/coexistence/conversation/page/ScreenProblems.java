package dev.coexistence.conversation.page;

import dev.coexistence.conversation.reading.BadQuery;
import dev.coexistence.conversation.reading.NotFound;
import dev.coexistence.http.HttpProblems;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.reactive.result.view.Rendering;

/** Error screens. Programs get problems instead, as from the API. */
@ControllerAdvice("dev.coexistence.conversation.page")
@Order(Ordered.HIGHEST_PRECEDENCE)
class ScreenProblems {

    @ExceptionHandler
    Object notFound(NotFound e, ServerHttpRequest request) {
        return answer(request, HttpStatus.NOT_FOUND, "missing", "not-found", e.getMessage());
    }

    @ExceptionHandler({BadQuery.class, IllegalArgumentException.class})
    Object notUnderstood(RuntimeException e, ServerHttpRequest request) {
        return answer(request, HttpStatus.BAD_REQUEST, "unclear", "bad-query", e.getMessage());
    }

    @ExceptionHandler({DataAccessException.class, CannotCreateTransactionException.class})
    Object databaseAway(RuntimeException e, ServerHttpRequest request) {
        return answer(
                request,
                HttpStatus.SERVICE_UNAVAILABLE,
                "away",
                "database-away",
                "The database does not answer; nothing is lost, try again later");
    }

    private static Object answer(
            ServerHttpRequest request,
            HttpStatus status,
            String screen,
            String type,
            @Nullable String detail) {
        if (isBrowser(request)) {
            return Rendering.view("problem").status(status).modelAttribute("what", screen).build();
        }
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(HttpProblems.of(status, type, status.getReasonPhrase(), detail));
    }

    private static boolean isBrowser(ServerHttpRequest request) {
        return request.getHeaders().getFirst("HX-Request") != null
                || request.getHeaders().getAccept().stream()
                        .anyMatch(MediaType.TEXT_HTML::equalsTypeAndSubtype);
    }
}
