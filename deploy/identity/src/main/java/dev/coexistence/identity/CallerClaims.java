package dev.coexistence.identity;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * Claims of every token: who the caller is, of which tenant, and what the caller may do. An access
 * token has the services' audience, and its scopes as one text (RFC 9068).
 */
final class CallerClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {
    private static final Map<String, DemoPerson> PEOPLE =
            DemoPerson.ALL.stream()
                    .collect(Collectors.toMap(DemoPerson::user, Function.identity()));
    private static final Map<String, DemoProgram> PROGRAMS =
            DemoProgram.ALL.stream()
                    .collect(Collectors.toMap(DemoProgram::clientId, Function.identity()));

    private final String audience;

    CallerClaims(String audience) {
        this.audience = audience;
    }

    @Override
    public void customize(JwtEncodingContext context) {
        JwtClaimsSet.Builder claims = context.getClaims();
        if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
            claims.audience(List.of(audience));
            claims.claim("client_id", context.getRegisteredClient().getClientId());
            if (!context.getAuthorizedScopes().isEmpty()) {
                claims.claim("scope", String.join(" ", context.getAuthorizedScopes()));
            }
        }
        String subject = Objects.requireNonNull(context.<Authentication>getPrincipal()).getName();
        if (AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType())) {
            DemoProgram program = PROGRAMS.get(subject);
            if (program != null) {
                describe(claims, program.name(), program.tenant(), program.role());
            }
        } else {
            DemoPerson person = PEOPLE.get(subject);
            if (person != null) {
                describe(claims, person.name(), person.tenant(), person.role());
            }
        }
    }

    private static void describe(
            JwtClaimsSet.Builder claims,
            String name,
            @Nullable String tenant,
            @Nullable String role) {
        claims.claim("name", name);
        if (tenant != null) {
            claims.claim("tenant", tenant);
        }
        if (role != null) {
            claims.claim("roles", List.of(role));
        }
    }
}
