package dev.coexistence.identity;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page's half of a log-in: authorization code with PKCE. */
record PageClient(RunningIdentity identity, Browser browser) {
    static final URI CALLBACK = RunningIdentity.PAGE.resolve("/login/oauth2/code/inbox");

    private static final String VERIFIER =
            "a-verifier-of-at-least-forty-three-characters-it-must-be";
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    /** Where the page sends a person who is to log in. */
    URI authorize(URI callback, boolean withPkce) throws Exception {
        var query = new LinkedHashMap<String, String>();
        query.put("response_type", "code");
        query.put("client_id", "inbox");
        query.put("scope", "openid profile");
        query.put("state", "some-state");
        query.put("nonce", "some-nonce");
        query.put("redirect_uri", callback.toString());
        if (withPkce) {
            query.put("code_challenge", challenge());
            query.put("code_challenge_method", "S256");
        }
        return identity.at("/oauth2/authorize?" + Browser.encode(query));
    }

    /** Tokens of the person who is logged in already. */
    JsonNode tokens() throws Exception {
        HttpResponse<String> answer = browser.get(authorize(CALLBACK, true));
        var code = CODE.matcher(Browser.location(answer).toString());
        if (!code.find()) {
            throw new AssertionError("No code came, but " + Browser.location(answer));
        }
        return JsonMapper.shared()
                .readTree(
                        browser.post(
                                        identity.at("/oauth2/token"),
                                        Map.of(
                                                "grant_type",
                                                "authorization_code",
                                                "code",
                                                code.group(1),
                                                "redirect_uri",
                                                CALLBACK.toString(),
                                                "code_verifier",
                                                VERIFIER),
                                        basic("inbox", identity.kept("inbox.secret")))
                                .body());
    }

    static String basic(String user, String password) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String challenge() throws Exception {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256")
                                .digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
    }
}
