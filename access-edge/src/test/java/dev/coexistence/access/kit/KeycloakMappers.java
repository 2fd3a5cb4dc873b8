package dev.coexistence.access.kit;

import java.util.Map;

/** Protocol mappers of a client of Keycloak: what its tokens say. */
public final class KeycloakMappers {
    private KeycloakMappers() {}

    /** Mapper of an audience of access tokens. */
    public static Map<String, Object> audience(String audience) {
        return mapper(
                "oidc-audience-mapper",
                "audience " + audience,
                Map.of("included.custom.audience", audience, "access.token.claim", "true"));
    }

    /** Mapper of a claim of access tokens that is always the same. */
    public static Map<String, Object> claim(String claim, String value) {
        return mapper(
                "oidc-hardcoded-claim-mapper",
                claim,
                Map.of("claim.name", claim, "claim.value", value, "access.token.claim", "true"));
    }

    private static Map<String, Object> mapper(
            String kind, String name, Map<String, String> settings) {
        return Map.of(
                "name",
                name,
                "protocol",
                "openid-connect",
                "protocolMapper",
                kind,
                "config",
                settings);
    }
}
