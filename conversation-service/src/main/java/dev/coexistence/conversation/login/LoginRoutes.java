package dev.coexistence.conversation.login;

import dev.coexistence.access.AccessTable;
import org.springframework.http.HttpMethod;

/** Rows of the log-in in the service's table of routes. */
public final class LoginRoutes {
    private LoginRoutes() {}

    public static void add(AccessTable.Builder table) {
        table.open(HttpMethod.GET, LoginController.START)
                .open(HttpMethod.GET, LoginController.RETURN)
                .open(HttpMethod.GET, LogoutController.LOGGED_OUT)
                .authenticated(HttpMethod.POST, LogoutController.LOG_OUT)
                .takingForms();
    }
}
