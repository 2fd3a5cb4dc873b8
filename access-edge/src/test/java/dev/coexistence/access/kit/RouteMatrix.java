package dev.coexistence.access.kit;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.coexistence.access.AccessTable;
import dev.coexistence.access.AccessTable.Bodies;
import dev.coexistence.access.AccessTable.Row;
import dev.coexistence.access.AccessTable.Rule;
import dev.coexistence.access.Role;
import dev.coexistence.access.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;

/**
 * Matrix of every row of a service's table with every kind of credentials, each asked of the
 * running service. A test factory returns {@link #tests}.
 */
public final class RouteMatrix {
    private static final String TENANT = "matrix";
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 421, 429);
    private static final Pattern VARIABLE =
            Pattern.compile("\\{\\*?([^:{}]+)(?::((?:[^{}]|\\{[^}]*})*))?}");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AccessTable table;
    private final TestIssuer issuer;
    private final URI service;
    private final Map<String, String> samples = new HashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    /** Credentials of a cell. */
    public enum Credentials {
        NONE,
        EXPIRED,
        WRONG_AUDIENCE,
        WRONG_ISSUER,
        UNSIGNED,
        FORGED,
        NO_KEY,
        MISSING_SCOPE,
        RIGHT
    }

    /**
     * Cell of the matrix.
     *
     * @param scope that right credentials have; null of a row that asks for none
     */
    public record Cell(Row row, Credentials credentials, @Nullable Scope scope) {
        @Override
        public String toString() {
            return row + " " + credentials + (scope == null ? "" : " " + scope.word());
        }
    }

    /**
     * @param context of the running, closed service
     * @param service root of it, such as {@code http://localhost:1234}
     */
    public RouteMatrix(ApplicationContext context, TestIssuer issuer, URI service) {
        this.table = AccessTable.join(context.getBeansOfType(AccessTable.class).values());
        this.issuer = issuer;
        this.service = service;
    }

    /**
     * Sets the value of a path variable, where the one that would be guessed does not fit.
     *
     * @param variable its name
     */
    public RouteMatrix sample(String variable, String value) {
        samples.put(variable, value);
        return this;
    }

    /** A test for each cell. */
    public Stream<DynamicTest> tests() {
        return cells().stream()
                .map(cell -> DynamicTest.dynamicTest(cell.toString(), () -> check(cell)));
    }

    public List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Row row : table.rows()) {
            if (row.rule() == Rule.OPEN) {
                cells.add(new Cell(row, Credentials.NONE, null));
                continue;
            }
            for (Credentials credentials : Credentials.values()) {
                if (credentials == Credentials.RIGHT && row.rule() == Rule.SCOPED) {
                    row.scopes().forEach(scope -> cells.add(new Cell(row, credentials, scope)));
                } else if (credentials != Credentials.MISSING_SCOPE || row.rule() == Rule.SCOPED) {
                    cells.add(new Cell(row, credentials, null));
                }
            }
        }
        return cells;
    }

    private void check(Cell cell) throws IOException, InterruptedException {
        int status = ask(cell);
        boolean lets = cell.row().rule() == Rule.OPEN || cell.credentials() == Credentials.RIGHT;
        boolean right =
                lets
                        ? !REFUSALS.contains(status)
                        : status == (cell.credentials() == Credentials.MISSING_SCOPE ? 403 : 401);
        if (!right) {
            throw new AssertionError(cell + " answered " + status);
        }
    }

    private int ask(Cell cell) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(service + path(cell.row()))).timeout(PATIENCE);
        boolean reads = Set.of(HttpMethod.GET, HttpMethod.HEAD).contains(cell.row().method());
        if (!reads && cell.row().bodies() != Bodies.ANY) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                cell.row().method().name(),
                reads
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString("{}"));
        String bearer = bearer(cell);
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        // The head is enough: a stream's body has no end.
        HttpResponse<InputStream> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode();
    }

    private @Nullable String bearer(Cell cell) {
        Row row = cell.row();
        return switch (cell.credentials()) {
            case NONE -> null;
            case EXPIRED -> issuer.expired(TENANT, Role.OWNER);
            case WRONG_AUDIENCE -> issuer.token(claims -> owner(claims).audience("another"));
            case WRONG_ISSUER ->
                    issuer.token(claims -> owner(claims).issuer("https://issuer.example"));
            case UNSIGNED -> issuer.unsigned(RouteMatrix::owner);
            case FORGED -> issuer.forged(RouteMatrix::owner);
            case NO_KEY -> "cx_000000000000_" + "0".repeat(49);
            case MISSING_SCOPE ->
                    issuer.program(
                            TENANT,
                            Arrays.stream(Scope.values())
                                    .filter(scope -> scope != Scope.OPERATE)
                                    .filter(scope -> !row.scopes().contains(scope))
                                    .toArray(Scope[]::new));
            case RIGHT ->
                    cell.scope() == Scope.OPERATE
                            ? issuer.operator()
                            : issuer.program(
                                    TENANT, Stream.ofNullable(cell.scope()).toArray(Scope[]::new));
        };
    }

    private static JWTClaimsSet.Builder owner(JWTClaimsSet.Builder claims) {
        return claims.claim("tenant", TENANT).claim("roles", List.of("owner"));
    }

    /** A path that this row answers, and no more specific one. */
    private String path(Row row) {
        String pattern = row.pattern().getPatternString();
        for (String guess : List.of("1", "a", "900000000000001", "0-0-0-0-0", "AA")) {
            Matcher variable = VARIABLE.matcher(pattern.replace("**", guess).replace("*", guess));
            String path =
                    variable.replaceAll(found ->
                            Matcher.quoteReplacement(value(found.group(1), found.group(2), guess)));
            if (row.pattern().matches(PathContainer.parsePath(path))) {
                return path;
            }
        }
        throw new IllegalArgumentException(
                "Give the matrix samples of the variables of " + pattern);
    }

    private String value(String variable, @Nullable String expression, String guess) {
        String sample = samples.get(variable);
        if (sample != null) {
            return sample;
        }
        return expression == null || guess.matches(expression)
                ? guess
                : expression.split("\\|", 2)[0].matches("\\w+")
                        ? expression.split("\\|", 2)[0]
                        : guess;
    }
}
