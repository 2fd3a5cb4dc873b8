package dev.coexistence.identity;

import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/** Clients of the provider: the page, for people, and the demo's programs. */
final class ClientRegistrations {
    /** Client id of the page. */
    static final String INBOX = "inbox";

    private static final String SECRET_FILE = ".secret";
    private static final String CALLBACK = "/login/oauth2/code/" + INBOX;

    private final IdentitySettings settings;
    private final PrivateFolder folder;
    private final GeneratedSecrets secrets;

    ClientRegistrations(IdentitySettings settings, PrivateFolder folder, GeneratedSecrets secrets) {
        this.settings = settings;
        this.folder = folder;
        this.secrets = secrets;
    }

    RegisteredClientRepository repository() {
        return new InMemoryRegisteredClientRepository(
                Stream.concat(Stream.of(inbox()), DemoProgram.ALL.stream().map(this::registration))
                        .toList());
    }

    /** A page with a server behind it: it has a secret, and proves by PKCE that it asked. */
    private RegisteredClient inbox() {
        String secret = settings.inboxSecret();
        return client(INBOX, secret == null || secret.isBlank() ? kept(INBOX) : secret)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .redirectUris(uris -> uris.addAll(below(CALLBACK)))
                .postLogoutRedirectUris(uris -> uris.addAll(below("", "/", "/logged-out")))
                .scopes(scopes -> scopes.addAll(Set.of("openid", "profile")))
                .clientSettings(
                        ClientSettings.builder()
                                .requireProofKey(true)
                                .requireAuthorizationConsent(false)
                                .build())
                .build();
    }

    private RegisteredClient registration(DemoProgram program) {
        return client(program.clientId(), kept(program.clientId()))
                .clientName(program.name())
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(scopes -> scopes.addAll(program.scopes()))
                .build();
    }

    private RegisteredClient.Builder client(String id, String secret) {
        return RegisteredClient.withId(id)
                .clientId(id)
                .clientSecret(GeneratedSecrets.digest(secret))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .tokenSettings(
                        TokenSettings.builder()
                                .accessTokenTimeToLive(settings.tokenLife())
                                .build());
    }

    private String kept(String client) {
        return folder.keep(client + SECRET_FILE, secrets::generate);
    }

    private Set<String> below(String... paths) {
        var addresses = new LinkedHashSet<String>();
        for (URI page : settings.pages()) {
            String root = page.toString().replaceAll("/+$", "");
            Arrays.stream(paths).forEach(path -> addresses.add(root + path));
        }
        return addresses;
    }
}
