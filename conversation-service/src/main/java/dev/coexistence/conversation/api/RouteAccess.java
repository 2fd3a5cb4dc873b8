package dev.coexistence.conversation.api;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import dev.coexistence.access.AccessTable;
import dev.coexistence.access.Scope;
import dev.coexistence.conversation.login.LoginRoutes;
import dev.coexistence.conversation.page.PageRoutes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Table of this service's routes and the scopes that each asks. */
@Configuration(proxyBeanMethods = false)
class RouteAccess {

    @Bean
    AccessTable accessTable() {
        var table = AccessTable.builder();
        addThreads(table);
        addWebhooks(table);
        table.open(GET, "/v3/api-docs");
        PageRoutes.add(table);
        LoginRoutes.add(table);
        return table.build();
    }

    private static void addThreads(AccessTable.Builder table) {
        table.row(GET, "/v1/numbers", Scope.THREADS_READ, Scope.CONNECTIONS_READ)
                .row(GET, "/v1/numbers/{phoneNumberId}", Scope.THREADS_READ, Scope.CONNECTIONS_READ)
                .row(GET, "/v1/conversations", Scope.THREADS_READ)
                .row(GET, "/v1/conversations/{id}", Scope.THREADS_READ)
                .row(GET, "/v1/conversations/{id}/messages", Scope.THREADS_READ)
                .row(GET, "/v1/conversations/{id}/messages/{messageId}/raw", Scope.THREADS_READ)
                .row(POST, "/v1/conversations/{id}/read", Scope.THREADS_WRITE)
                .row(GET, "/v1/contacts", Scope.THREADS_READ)
                .row(GET, "/v1/contacts/{id}", Scope.THREADS_READ)
                .row(DELETE, "/v1/contacts/{id}", Scope.CONTACTS_ERASE)
                .row(POST, "/v1/contacts/merges/{id}/undo", Scope.THREADS_WRITE)
                .row(GET, "/v1/media/{messageId}", Scope.THREADS_READ)
                .asMedia()
                .row(GET, "/v1/events", Scope.THREADS_READ)
                .asMedia();
    }

    private static void addWebhooks(AccessTable.Builder table) {
        String all = "/v1/webhook-endpoints";
        String one = all + "/{id}";
        table.row(GET, all, Scope.WEBHOOKS_MANAGE)
                .row(POST, all, Scope.WEBHOOKS_MANAGE)
                .row(GET, one, Scope.WEBHOOKS_MANAGE)
                .row(PUT, one, Scope.WEBHOOKS_MANAGE)
                .row(DELETE, one, Scope.WEBHOOKS_MANAGE)
                .row(POST, one + "/rotate-secret", Scope.WEBHOOKS_MANAGE)
                .row(POST, one + "/pause", Scope.WEBHOOKS_MANAGE)
                .row(POST, one + "/resume", Scope.WEBHOOKS_MANAGE)
                .row(POST, one + "/test", Scope.WEBHOOKS_MANAGE)
                .row(GET, one + "/deliveries", Scope.WEBHOOKS_MANAGE)
                .row(POST, one + "/deliveries/{deliveryId}/replay", Scope.WEBHOOKS_MANAGE)
                .row(POST, one + "/replay", Scope.WEBHOOKS_MANAGE);
    }
}
