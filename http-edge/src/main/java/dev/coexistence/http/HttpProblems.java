package dev.coexistence.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** RFC 9457 problems, and those of the failures that no service handles itself. */
public final class HttpProblems {
    private static final String TYPES = "https://coexistence.dev/problems/";

    private HttpProblems() {}

    /**
     * @param type last part of the problem's type, in kebab case
     */
    public static ProblemDetail of(
            HttpStatusCode status, String type, String title, @Nullable String detail) {
        var problem = ProblemDetail.forStatus(status);
        problem.setType(URI.create(TYPES + type));
        problem.setTitle(title);
        problem.setDetail(detail);
        return problem;
    }

    /** The problem of a failure; a failure that is not the request's keeps its details. */
    public static ProblemDetail of(Throwable failure) {
        if (failure instanceof ServerWebInputException input) {
            return problemOfInput(input);
        }
        if (failure instanceof ErrorResponse response) {
            return addType(response.getBody());
        }
        return of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal",
                "This service failed",
                "The failure is in its log.");
    }

    /** Writes the problem as the whole answer. */
    public static Mono<Void> write(ServerWebExchange exchange, ProblemDetail problem) {
        var response = exchange.getResponse();
        byte[] body = ProblemJson.bytes(problem);
        response.setRawStatusCode(problem.getStatus());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }

    private static ProblemDetail problemOfInput(ServerWebInputException input) {
        for (Throwable cause = input.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnrecognizedPropertyException unknown) {
                return unknownMember(unknown);
            }
            if (cause instanceof MismatchedInputException mismatched) {
                return wrongMember(mismatched);
            }
            if (cause instanceof StreamReadException) {
                return of(
                        HttpStatus.BAD_REQUEST,
                        "unreadable-body",
                        "The body cannot be read",
                        "The body is no JSON as RFC 8259 has it");
            }
        }
        var problem = addType(input.getBody());
        var parameter = input.getMethodParameter();
        if (parameter != null && parameter.getParameterName() != null) {
            problem.setProperty("parameter", parameter.getParameterName());
        }
        return problem;
    }

    private static ProblemDetail unknownMember(UnrecognizedPropertyException unknown) {
        List<String> known = new ArrayList<>();
        var ids = unknown.getKnownPropertyIds();
        if (ids != null) {
            ids.forEach(id -> known.add(String.valueOf(id)));
        }
        String member = path(unknown);
        var problem =
                of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "unknown-member",
                        "The body has a member that this service does not know",
                        "There is no member " + member + " here");
        problem.setProperty("member", member);
        problem.setProperty("known", known.stream().sorted().toList());
        return problem;
    }

    private static ProblemDetail wrongMember(MismatchedInputException mismatched) {
        String member = path(mismatched);
        var problem =
                of(
                        HttpStatus.BAD_REQUEST,
                        "wrong-member",
                        "A member of the body is of another kind than it must be",
                        (member.isEmpty() ? "The body" : member)
                                + " must be "
                                + kind(mismatched.getTargetType()));
        problem.setProperty("member", member);
        return problem;
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == null) {
            return "of another kind";
        }
        if (type.isEnum()) {
            List<String> names = new ArrayList<>();
            for (Object constant : type.getEnumConstants()) {
                names.add(String.valueOf(constant));
            }
            return "one of " + String.join(", ", names);
        }
        if (Iterable.class.isAssignableFrom(type) || type.isArray()) {
            return "an array";
        }
        return switch (type.getSimpleName()) {
            case "String" -> "text";
            case "Boolean", "boolean" -> "true or false";
            case "Integer", "int", "Long", "long" -> "a whole number";
            case "Double", "double", "BigDecimal" -> "a number";
            case "Instant", "OffsetDateTime", "ZonedDateTime" -> "a time as RFC 3339 has it";
            case "UUID" -> "a UUID";
            case "Duration" -> "a duration as ISO 8601 has it";
            case "URI" -> "a URI";
            default -> "an object";
        };
    }

    /** Such as {@code types[0].name}. */
    private static String path(JacksonException failure) {
        var path = new StringBuilder();
        for (var step : failure.getPath()) {
            String name = step.getPropertyName();
            if (name == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.toString();
    }

    /** Gives a problem of Spring's, which has no type, the status in words as its type. */
    private static ProblemDetail addType(ProblemDetail problem) {
        URI type = problem.getType();
        if (type == null || type.toString().isEmpty() || "about:blank".equals(type.toString())) {
            var status = HttpStatus.resolve(problem.getStatus());
            String words = status == null ? "error" : status.getReasonPhrase();
            problem.setType(URI.create(TYPES + typeOf(words)));
        }
        return problem;
    }

    /** A status in words as the last part of a type. */
    static String typeOf(String words) {
        return words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
