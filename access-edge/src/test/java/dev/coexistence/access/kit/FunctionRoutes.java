package dev.coexistence.access.kit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Routes of a router function, by name as the access table's rows have it. */
final class FunctionRoutes implements RouterFunctions.Visitor {
    private static final String ANY = "(any method)";

    private final Deque<String> outside = new ArrayDeque<>();
    private final List<String> names = new ArrayList<>();

    private FunctionRoutes() {}

    static List<String> names(RouterFunction<?> function) {
        var routes = new FunctionRoutes();
        function.accept(routes);
        return List.copyOf(routes.names);
    }

    @Override
    public void startNested(RequestPredicate predicate) {
        outside.addLast(Asked.of(predicate).path);
    }

    @Override
    public void endNested(RequestPredicate predicate) {
        outside.removeLast();
    }

    @Override
    public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
        Asked asked = Asked.of(predicate);
        String path = String.join("", outside) + asked.path;
        if (asked.methods.isEmpty() || !asked.plain) {
            names.add(ANY + " " + (asked.plain ? path : predicate));
            return;
        }
        asked.methods.forEach(method -> names.add(method + " " + path));
    }

    @Override
    public void resources(Function<ServerRequest, Mono<Resource>> lookup) {
        names.add(ANY + " resources of a function");
    }

    @Override
    public void attributes(Map<String, Object> attributes) {}

    @Override
    public void unknown(RouterFunction<?> function) {
        names.add(ANY + " " + function);
    }

    /**
     * Methods and path of a predicate. What else it asks narrows the route; but of one that is no
     * plain conjunction no name can be told.
     */
    private static final class Asked implements RequestPredicates.Visitor {
        private final Set<String> methods = new TreeSet<>();
        private String path = "";
        private boolean plain = true;

        static Asked of(RequestPredicate predicate) {
            var asked = new Asked();
            predicate.accept(asked);
            return asked;
        }

        @Override
        public void method(Set<HttpMethod> asked) {
            asked.forEach(method -> methods.add(method.name()));
        }

        @Override
        public void path(String pattern) {
            path += pattern;
        }

        @Override
        public void pathExtension(String extension) {}

        @Override
        public void header(String name, String value) {}

        @Override
        public void queryParam(String name, String value) {}

        @Override
        public void version(String version) {}

        @Override
        public void startAnd() {}

        @Override
        public void and() {}

        @Override
        public void endAnd() {}

        @Override
        public void startOr() {
            plain = false;
        }

        @Override
        public void or() {}

        @Override
        public void endOr() {}

        @Override
        public void startNegate() {
            plain = false;
        }

        @Override
        public void endNegate() {}

        @Override
        public void unknown(RequestPredicate predicate) {}
    }
}
