package dev.coexistence.conversation.page;

import dev.coexistence.access.Caller;
import dev.coexistence.access.Callers;
import dev.coexistence.access.Scope;
import dev.coexistence.conversation.login.SessionWatch;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.reactive.result.view.CsrfRequestDataValueProcessor;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.server.ServerWebExchange;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Visitor of the page as templates see it: who it is, and what it may do.
 *
 * @param caller null where nobody is known, as on the pages of the log-in
 * @param headers that htmx sends with each request, as JSON; null where it sends none
 */
public record PageVisitor(@Nullable Caller caller, @Nullable String headers) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static final PageVisitor NOBODY = new PageVisitor(null, null);

    static PageVisitor of(ServerWebExchange exchange) {
        CsrfToken token =
                exchange.getAttribute(CsrfRequestDataValueProcessor.DEFAULT_CSRF_ATTR_NAME);
        return new PageVisitor(
                Callers.find(exchange).or(() -> SessionWatch.findPerson(exchange)).orElse(null),
                token == null
                        ? null
                        : JSON.writeValueAsString(
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put(token.getHeaderName(), token.getToken())));
    }

    public boolean isKnown() {
        return caller != null;
    }

    /** True for a person who has logged in; false in the open mode. */
    public boolean isLoggedIn() {
        return caller != null && !caller.isOpen();
    }

    public String getName() {
        return caller == null ? "" : caller.name();
    }

    /** Whose things the visitor sees; null for an operator, who sees all. */
    public @Nullable String getTenant() {
        return caller == null ? null : caller.tenant();
    }

    /** True for an operator of the platform. */
    public boolean seesAll() {
        return isLoggedIn() && getTenant() == null;
    }

    /**
     * @param words of scopes, any of which suffices
     */
    public boolean may(String... words) {
        for (String word : words) {
            if (caller != null
                    && caller.may(
                            Scope.find(word)
                                    .orElseThrow(() -> new IllegalArgumentException(word)))) {
                return true;
            }
        }
        return false;
    }

    /** Without the headers, which hold a secret. */
    @Override
    public String toString() {
        return "PageVisitor[" + caller + "]";
    }
}
