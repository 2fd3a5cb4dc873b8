package dev.coexistence.ingest;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The one place where errors become RFC 9457 problems. */
public final class Problems {
    private static final String TYPES = "https://coexistence.dev/problems/";

    private Problems() {}

    /**
     * @param type last part of the problem's type, in kebab case
     */
    public static ProblemDetail problem(
            HttpStatus status, String type, String title, String detail) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(TYPES + type));
        problem.setTitle(title);
        return problem;
    }

    public static Mono<ServerResponse> answer(ProblemDetail problem) {
        return ServerResponse.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyValue(problem);
    }
}
