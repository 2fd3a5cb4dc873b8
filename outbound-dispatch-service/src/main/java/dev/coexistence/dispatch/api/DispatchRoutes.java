package dev.coexistence.dispatch.api;

import dev.coexistence.access.AccessTable;
import dev.coexistence.access.Scope;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Routes of the API and the scopes that they ask of a caller. */
@Configuration(proxyBeanMethods = false)
class DispatchRoutes {

    @Bean
    AccessTable accessTable() {
        return AccessTable.builder()
                .row(HttpMethod.POST, "/v1/messages", Scope.MESSAGES_SEND)
                .row(
                        HttpMethod.GET,
                        "/v1/commands/{commandId}",
                        Scope.MESSAGES_SEND,
                        Scope.THREADS_READ)
                .row(HttpMethod.DELETE, "/v1/commands/{commandId}", Scope.MESSAGES_SEND)
                .row(
                        HttpMethod.GET,
                        "/v1/queues/{phoneNumberId}",
                        Scope.CONNECTIONS_READ,
                        Scope.MESSAGES_SEND)
                .build();
    }
}
