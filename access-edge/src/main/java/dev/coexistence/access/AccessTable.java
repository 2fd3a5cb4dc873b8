package dev.coexistence.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Table of a service's routes and what each asks of its caller. A service declares one as a bean,
 * or several, which are joined. A route without a row answers as if it were not there.
 */
public final class AccessTable {
    private static final String ATTRIBUTE = AccessTable.class.getName() + ".row";

    private final List<Row> rows;
    private final Map<String, List<Row>> exact = new HashMap<>();
    private final List<Row> sorted;

    /** Rule that a row is. */
    public enum Rule {
        /** No caller needed: Meta's webhook, a log-in, assets. */
        OPEN,
        /** Any caller. */
        AUTHENTICATED,
        /** A caller with one of the row's scopes. */
        SCOPED
    }

    /** Bodies that an unsafe method of a row takes. */
    public enum Bodies {
        JSON,
        /** Of a page: URL-encoded or multipart. */
        FORMS,
        /** The route looks itself, as Meta's webhook does. */
        ANY
    }

    /**
     * Row of the table.
     *
     * @param pattern of the path, as Spring's mappings have it
     * @param scopes any one suffices; empty unless the rule is SCOPED
     * @param bodies that it takes
     * @param media true where other sites may not even embed it: media, streams
     */
    public record Row(
            HttpMethod method,
            PathPattern pattern,
            Rule rule,
            Set<Scope> scopes,
            Bodies bodies,
            boolean media) {

        public Row {
            scopes = Set.copyOf(scopes);
        }

        /** True where the caller may use the route. */
        public boolean admits(Caller caller) {
            return rule != Rule.SCOPED || scopes.stream().anyMatch(caller::may);
        }

        @Override
        public String toString() {
            return method + " " + pattern.getPatternString();
        }
    }

    private AccessTable(List<Row> rows) {
        this.rows = List.copyOf(rows);
        for (Row row : rows) {
            exact.computeIfAbsent(row.pattern().getPatternString(), _ -> new ArrayList<>())
                    .add(row);
        }
        exact.keySet().removeIf(AccessTable::hasVariable);
        this.sorted =
                rows.stream()
                        .sorted(
                                Comparator.comparing(
                                        Row::pattern, PathPattern.SPECIFICITY_COMPARATOR))
                        .toList();
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * The table of all rows of some tables.
     *
     * @throws IllegalArgumentException where two have a row for the same route
     */
    public static AccessTable join(Collection<AccessTable> tables) {
        var builder = builder();
        tables.forEach(table -> table.rows().forEach(builder::add));
        return builder.build();
    }

    public List<Row> rows() {
        return rows;
    }

    /** The row of a request; a HEAD request has that of its GET. */
    Optional<Row> find(ServerWebExchange exchange) {
        Optional<Row> known = exchange.getAttribute(ATTRIBUTE);
        if (known == null) {
            known =
                    find(
                            exchange.getRequest().getMethod(),
                            exchange.getRequest().getPath().pathWithinApplication());
            exchange.getAttributes().put(ATTRIBUTE, known);
        }
        return known;
    }

    private Optional<Row> find(HttpMethod method, PathContainer inside) {
        HttpMethod asked = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        for (Row row : exact.getOrDefault(inside.value(), List.of())) {
            if (row.method().equals(asked)) {
                return Optional.of(row);
            }
        }
        for (Row row : sorted) {
            if (row.method().equals(asked) && row.pattern().matches(inside)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /** The methods that a path has rows for. */
    Set<HttpMethod> methods(RequestPath path) {
        Set<HttpMethod> methods = new LinkedHashSet<>();
        for (Row row : rows) {
            if (row.pattern().matches(path.pathWithinApplication())) {
                methods.add(row.method());
            }
        }
        return methods;
    }

    private static boolean hasVariable(String pattern) {
        return pattern.chars().anyMatch(c -> c == '{' || c == '*' || c == '?');
    }

    /** Builder of a table, a row for each route. */
    public static final class Builder {
        private final List<Row> rows = new ArrayList<>();

        private Builder() {}

        /**
         * Row of a route that needs any one of the scopes.
         *
         * @param pattern the same text as the route's own
         */
        public Builder row(HttpMethod method, String pattern, Scope first, Scope... further) {
            return add(method, pattern, Rule.SCOPED, EnumSet.of(first, further));
        }

        /** Row of a route that needs no caller. */
        public Builder open(HttpMethod method, String pattern) {
            return add(method, pattern, Rule.OPEN, Set.of());
        }

        /** Row of a route that any caller may use. */
        public Builder authenticated(HttpMethod method, String pattern) {
            return add(method, pattern, Rule.AUTHENTICATED, Set.of());
        }

        /** Lets the last row take a page's forms beside JSON. */
        public Builder takingForms() {
            return change(Bodies.FORMS, rows.getLast().media());
        }

        /** Lets the last row take bodies of any kind. */
        public Builder takingAnyBody() {
            return change(Bodies.ANY, rows.getLast().media());
        }

        /** Keeps the last row from other sites' pages altogether: media and streams. */
        public Builder asMedia() {
            return change(rows.getLast().bodies(), true);
        }

        public AccessTable build() {
            return new AccessTable(rows);
        }

        private Builder add(HttpMethod method, String pattern, Rule rule, Set<Scope> scopes) {
            PathPattern parsed = PathPatternParser.defaultInstance.parse(pattern);
            add(new Row(method, parsed, rule, scopes, Bodies.JSON, false));
            return this;
        }

        private void add(Row fresh) {
            for (Row row : rows) {
                if (row.toString().equals(fresh.toString())) {
                    throw new IllegalArgumentException("The table has two rows for " + fresh);
                }
            }
            rows.add(fresh);
        }

        private Builder change(Bodies bodies, boolean media) {
            Row last = rows.removeLast();
            rows.add(
                    new Row(
                            last.method(),
                            last.pattern(),
                            last.rule(),
                            last.scopes(),
                            bodies,
                            media));
            return this;
        }
    }
}
