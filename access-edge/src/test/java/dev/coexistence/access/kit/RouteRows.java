package dev.coexistence.access.kit;

import dev.coexistence.access.AccessTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/** Comparison of a service's routes, as its controllers declare them, with its access table. */
public final class RouteRows {
    private final Set<String> routes;
    private final AccessTable table;

    private RouteRows(Set<String> routes, AccessTable table) {
        this.routes = routes;
        this.table = table;
    }

    /** Of a running service. */
    public static RouteRows of(ApplicationContext service) {
        Set<String> routes = new TreeSet<>();
        for (var mapping : service.getBeansOfType(RequestMappingHandlerMapping.class).values()) {
            mapping.getHandlerMethods().keySet().forEach(route -> routes.addAll(names(route)));
        }
        return new RouteRows(
                routes, AccessTable.join(service.getBeansOfType(AccessTable.class).values()));
    }

    /** Routes that have no row. There must be none: they answer as if they were not there. */
    public List<String> missingRows() {
        Set<String> rows = rows(table.rows());
        return routes.stream().filter(route -> !rows.contains(route)).toList();
    }

    /**
     * Rows without a route, but for those that are no controller's, such as assets and the log-in.
     *
     * @param others rows that are no controller's, as {@code "GET /assets/**"}
     */
    public List<String> surplusRows(String... others) {
        Set<String> known = new TreeSet<>(routes);
        known.addAll(List.of(others));
        return rows(table.rows()).stream().filter(row -> !known.contains(row)).toList();
    }

    private static Set<String> rows(List<AccessTable.Row> rows) {
        return rows.stream().map(RouteRows::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> names(RequestMappingInfo route) {
        List<String> names = new ArrayList<>();
        Set<RequestMethod> methods = route.getMethodsCondition().getMethods();
        for (PathPattern pattern : route.getPatternsCondition().getPatterns()) {
            if (methods.isEmpty()) {
                names.add("(any method) " + pattern.getPatternString());
            }
            for (RequestMethod method : methods) {
                names.add(name(method.asHttpMethod(), pattern));
            }
        }
        return names;
    }

    private static String name(AccessTable.Row row) {
        return name(row.method(), row.pattern());
    }

    private static String name(HttpMethod method, PathPattern pattern) {
        return method + " " + pattern.getPatternString();
    }
}
