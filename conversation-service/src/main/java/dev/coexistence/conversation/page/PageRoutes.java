package dev.coexistence.conversation.page;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.coexistence.access.AccessTable;
import dev.coexistence.access.Scope;

/** Rows of the page in the service's table of routes. */
public final class PageRoutes {
    private static final String NUMBER = "/connections/{phoneNumberId:\\d+}";
    private static final String SIGN_UP = "/connections/signups/{id}";
    private static final String LETTERS = "/operations/dead-letters";
    private static final String LETTER = LETTERS + "/{partition:\\d+}/{offset:\\d+}";
    private static final String WEBHOOKS = "/operations/webhooks";
    private static final String WEBHOOK = WEBHOOKS + "/{id:\\d+}";
    private static final String KEYS = "/operations/keys";

    private PageRoutes() {}

    public static void add(AccessTable.Builder table) {
        table.open(GET, "/assets/**").open(GET, "/webjars/htmx.org/**");
        addInbox(table);
        addConnections(table);
        addOperations(table);
    }

    private static void addInbox(AccessTable.Builder table) {
        table.row(GET, "/", Scope.THREADS_READ)
                .row(GET, "/inbox/list", Scope.THREADS_READ)
                .row(GET, "/inbox/more", Scope.THREADS_READ)
                .row(GET, "/inbox/now", Scope.THREADS_READ)
                .row(GET, "/inbox/troubles", Scope.THREADS_READ, Scope.CONNECTIONS_READ)
                .row(GET, "/conversations/{id}", Scope.THREADS_READ)
                .row(GET, "/conversations/{id}/earlier", Scope.THREADS_READ)
                .row(GET, "/conversations/{id}/templates", Scope.MESSAGES_SEND)
                .row(GET, "/messages/{id}/json", Scope.CONTACTS_PHONE)
                .row(GET, "/commands/{commandId}/wait", Scope.THREADS_READ)
                .row(GET, "/live", Scope.THREADS_READ, Scope.CONNECTIONS_READ)
                .asMedia();
        form(table, "/conversations/{id}/messages", Scope.MESSAGES_SEND);
        table.row(GET, "/new", Scope.MESSAGES_SEND).row(GET, "/new/{key}", Scope.MESSAGES_SEND);
        form(table, "/new", Scope.MESSAGES_SEND);
        form(table, "/conversations/{id}/read", Scope.THREADS_WRITE);
    }

    private static void addConnections(AccessTable.Builder table) {
        table.row(GET, "/connections", Scope.CONNECTIONS_READ)
                .row(GET, "/connections/cards", Scope.CONNECTIONS_READ)
                .row(GET, NUMBER, Scope.CONNECTIONS_READ)
                .row(GET, NUMBER + "/{part:head|health}", Scope.CONNECTIONS_READ)
                .row(GET, NUMBER + "/traffic", Scope.CONNECTIONS_READ)
                .row(GET, NUMBER + "/disconnect", Scope.CONNECTIONS_MANAGE)
                .row(GET, NUMBER + "/switch", Scope.CONNECTIONS_MANAGE)
                .row(GET, "/connections/new", Scope.CONNECTIONS_MANAGE)
                .row(GET, SIGN_UP, Scope.CONNECTIONS_MANAGE)
                .row(GET, SIGN_UP + "/steps", Scope.CONNECTIONS_MANAGE);
        form(table, "/connections/new", Scope.CONNECTIONS_MANAGE);
        form(table, SIGN_UP + "/acknowledge", Scope.CONNECTIONS_MANAGE);
        form(table, SIGN_UP + "/complete", Scope.CONNECTIONS_MANAGE);
        form(table, SIGN_UP + "/resume", Scope.CONNECTIONS_MANAGE);
        form(table, SIGN_UP + "/abandon", Scope.CONNECTIONS_MANAGE);
        form(table, NUMBER + "/app-opened", Scope.CONNECTIONS_MANAGE);
        form(table, NUMBER + "/test", Scope.CONNECTIONS_MANAGE);
        form(table, NUMBER + "/disconnect", Scope.CONNECTIONS_MANAGE);
    }

    private static void addOperations(AccessTable.Builder table) {
        table.row(
                        GET,
                        "/operations",
                        Scope.OPERATE,
                        Scope.WEBHOOKS_MANAGE,
                        Scope.KEYS_MANAGE,
                        Scope.CONNECTIONS_READ)
                .row(GET, LETTERS, Scope.OPERATE)
                .row(GET, LETTER, Scope.OPERATE)
                .row(GET, "/operations/policies", Scope.CONNECTIONS_READ)
                .row(GET, WEBHOOKS, Scope.WEBHOOKS_MANAGE)
                .row(GET, WEBHOOK, Scope.WEBHOOKS_MANAGE)
                .row(GET, KEYS, Scope.KEYS_MANAGE)
                .row(GET, "/operations/audit", Scope.KEYS_MANAGE, Scope.OPERATE)
                .row(GET, "/operations/audit.csv", Scope.KEYS_MANAGE, Scope.OPERATE);
        form(table, LETTERS + "/redrive", Scope.OPERATE);
        form(table, LETTER + "/redrive", Scope.OPERATE);
        form(table, WEBHOOKS, Scope.WEBHOOKS_MANAGE);
        for (String act : new String[] {"rotate", "test", "pause", "resume", "delete", "replay"}) {
            form(table, WEBHOOK + "/" + act, Scope.WEBHOOKS_MANAGE);
        }
        form(table, WEBHOOK + "/deliveries/{delivery:\\d+}/replay", Scope.WEBHOOKS_MANAGE);
        form(table, KEYS, Scope.KEYS_MANAGE);
        form(table, KEYS + "/{keyId}/revoke", Scope.KEYS_MANAGE);
    }

    private static void form(AccessTable.Builder table, String pattern, Scope scope) {
        table.row(POST, pattern, scope).takingForms();
    }
}
