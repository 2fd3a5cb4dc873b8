package dev.coexistence.access;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of who may call. One of {@code issuer} and {@code open} has to be set.
 *
 * @param issuer URL of the OpenID provider, as its tokens name it
 * @param audience that a token has to be for
 * @param tenantClaim claim of the one tenant, such as {@code tenant}
 * @param rolesClaim claim of the roles, a list or words; a dot leads into an object
 * @param clockSkew by which the issuer's clock may differ
 * @param hosts names, besides loopback's and the service's own, that it is asked by
 * @param origins of pages, besides those on the same host, that may send
 * @param services client ids of our own services at the issuer, which see every tenant
 * @param open true where everybody on this machine may do everything
 * @param maxBody largest body that is read as a whole
 * @param callerRate requests a second that one caller may make for long; a burst of twice as many
 * @param tenantRate the same for all callers of a tenant together
 * @param failuresPerMinute refused credentials of one address after which further ones are told to
 *     wait
 */
@ConfigurationProperties("access")
public record AccessSettings(
        @Nullable String issuer,
        @DefaultValue("coexistence") String audience,
        @DefaultValue("tenant") String tenantClaim,
        @DefaultValue("roles") String rolesClaim,
        @DefaultValue("30s") Duration clockSkew,
        @DefaultValue List<String> hosts,
        @DefaultValue List<String> origins,
        @DefaultValue List<String> services,
        @DefaultValue("false") boolean open,
        @DefaultValue("256KB") DataSize maxBody,
        @DefaultValue("100") int callerRate,
        @DefaultValue("500") int tenantRate,
        @DefaultValue("10") int failuresPerMinute) {

    public AccessSettings {
        issuer = issuer == null || issuer.isBlank() ? null : issuer.strip();
        hosts = hosts.stream().map(host -> host.strip().toLowerCase(Locale.ROOT)).toList();
        origins = origins.stream().map(AccessSettings::withoutSlash).toList();
        services = List.copyOf(services);
        if (issuer == null && !open) {
            throw new IllegalArgumentException(
                    "ACCESS_ISSUER (access.issuer) is not set: without the URL of an OpenID"
                            + " provider nobody could call this service. ACCESS_OPEN=true lets"
                            + " everybody on this machine do everything, on loopback alone");
        }
        if (clockSkew.isNegative()) {
            throw new IllegalArgumentException("access.clock-skew must not be negative");
        }
        if (callerRate < 1 || tenantRate < 1 || failuresPerMinute < 1) {
            throw new IllegalArgumentException(
                    "access.caller-rate, access.tenant-rate and access.failures-per-minute must be"
                            + " at least 1");
        }
    }

    /** The issuer of the closed mode. */
    public String requiredIssuer() {
        return Objects.requireNonNull(issuer);
    }

    private static String withoutSlash(String origin) {
        String stripped = origin.strip().toLowerCase(Locale.ROOT);
        return stripped.endsWith("/") ? stripped.substring(0, stripped.length() - 1) : stripped;
    }
}
