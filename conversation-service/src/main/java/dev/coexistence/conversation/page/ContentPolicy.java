package dev.coexistence.conversation.page;

import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/** Content security policy of the screens. */
public final class ContentPolicy {
    private static final String FORMS = "form-action 'self'";

    private static final String COMMON =
            "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self';"
                    + " "
                    + FORMS
                    + "; base-uri 'none'; frame-ancestors 'none'; ";

    /** Only what this service serves itself. */
    static final String STRICT = COMMON + "script-src 'self'; connect-src 'self'";

    /** The same, and what Meta's JavaScript SDK needs to open its dialogue. */
    static final String WITH_META_SDK =
            COMMON
                    + "script-src 'self' https://connect.facebook.net;"
                    + " connect-src 'self' https://www.facebook.com https://graph.facebook.com;"
                    + " frame-src https://www.facebook.com https://web.facebook.com";

    /** Policy for files of strangers: they may be shown and nothing else. */
    static final String SANDBOX =
            "default-src 'none'; img-src 'self'; media-src 'self'; frame-ancestors 'none'; sandbox";

    private ContentPolicy() {}

    /** The policy, with forms that may also lead to the origin. */
    static String withFormsTo(@Nullable String origin, String policy) {
        return origin == null ? policy : policy.replace(FORMS, FORMS + " " + origin);
    }

    /** Lets the answer to this request do nothing, should a browser open it. */
    public static void sandbox(ServerWebExchange exchange) {
        exchange.getAttributes().put(BrowserProtection.POLICY, SANDBOX);
    }

    /** Lets the answer to this request load Meta's JavaScript SDK. */
    public static void allowMetaSdk(ServerWebExchange exchange) {
        exchange.getAttributes().put(BrowserProtection.POLICY, WITH_META_SDK);
    }
}
