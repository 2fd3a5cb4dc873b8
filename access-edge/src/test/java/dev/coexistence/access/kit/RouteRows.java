package dev.coexistence.access.kit;

import dev.coexistence.access.AccessTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.boot.webflux.actuate.endpoint.web.AbstractWebFluxEndpointHandlerMapping;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurationSupport;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Comparison of a service's routes, as its controllers, router functions and static resources
 * declare them, with its access table.
 */
public final class RouteRows {
    /** Spring's private mapping of a service that shows no resources. */
    private static final String NO_RESOURCES =
            WebFluxConfigurationSupport.class.getName() + "$EmptyHandlerMapping";

    private final Set<String> routes;
    private final AccessTable table;

    private RouteRows(Set<String> routes, AccessTable table) {
        this.routes = routes;
        this.table = table;
    }

    /** Of a running service. */
    public static RouteRows of(ApplicationContext service) {
        Set<String> routes = new TreeSet<>();
        service.getBeansOfType(HandlerMapping.class)
                .forEach((name, mapping) -> routes.addAll(names(name, mapping)));
        return new RouteRows(
                routes, AccessTable.join(service.getBeansOfType(AccessTable.class).values()));
    }

    /** Routes that have no row. There must be none: they answer as if they were not there. */
    public List<String> missingRows() {
        Set<String> rows = rows(table.rows());
        return routes.stream().filter(route -> !rows.contains(route)).toList();
    }

    /**
     * Rows without a route, but for those that no mapping declares, such as the log-in's filters.
     *
     * @param others such rows, as {@code "GET /logout"}
     */
    public List<String> surplusRows(String... others) {
        Set<String> known = new TreeSet<>(routes);
        known.addAll(List.of(others));
        return rows(table.rows()).stream().filter(row -> !known.contains(row)).toList();
    }

    private static Set<String> rows(List<AccessTable.Row> rows) {
        return rows.stream().map(RouteRows::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A mapping of a kind that is not known here is a route without a row. */
    private static List<String> names(String bean, HandlerMapping mapping) {
        return switch (mapping) {
            // Of the management port; on the service's own they have no row and answer 404.
            case AbstractWebFluxEndpointHandlerMapping _ -> List.of();
            case RequestMappingInfoHandlerMapping controllers ->
                    controllers.getHandlerMethods().keySet().stream()
                            .flatMap(route -> names(route).stream())
                            .toList();
            case RouterFunctionMapping functions ->
                    functions.getRouterFunction() == null
                            ? List.of()
                            : FunctionRoutes.names(functions.getRouterFunction());
            case AbstractUrlHandlerMapping resources ->
                    resources.getHandlerMap().keySet().stream()
                            .map(pattern -> name(HttpMethod.GET, pattern))
                            .toList();
            default ->
                    mapping.getClass().getName().equals(NO_RESOURCES)
                            ? List.of()
                            : List.of("(of an unknown kind) " + bean);
        };
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
