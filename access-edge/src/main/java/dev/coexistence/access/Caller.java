package dev.coexistence.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Caller of a service. A controller takes it as a parameter.
 *
 * @param kind way in
 * @param id subject of the token, or id of the API key
 * @param name as the log-in or the key calls it; for people to read
 * @param tenant whose things it sees; null for an operator of the platform, who sees all
 * @param scopes what it may do
 * @param bearer the token or key it came with, for calls on to neighbours; null where it came
 *     without
 * @param address IP address it calls from; null where unknown
 */
public record Caller(
        Kind kind,
        String id,
        String name,
        @Nullable String tenant,
        Set<Scope> scopes,
        @Nullable String bearer,
        @Nullable String address) {

    /** Tenant of what an operator or the open mode creates, and of numbers without a tenant. */
    public static final String DEFAULT_TENANT = "default";

    private static final Caller OPEN =
            new Caller(Kind.OPEN, "open", "open", null, EnumSet.allOf(Scope.class), null);

    /** Way in of a caller. */
    public enum Kind {
        /** Logged in at the issuer. */
        PERSON,
        /** Has a token of the issuer for itself. */
        PROGRAM,
        API_KEY,
        /** One of our own services, with a token for itself. */
        SERVICE,
        /** Everybody, in the open mode. */
        OPEN
    }

    public Caller {
        scopes = scopes.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(scopes));
    }

    /** Caller whose address is not known. */
    public Caller(
            Kind kind,
            String id,
            String name,
            @Nullable String tenant,
            Set<Scope> scopes,
            @Nullable String bearer) {
        this(kind, id, name, tenant, scopes, bearer, null);
    }

    /** The caller of every request in the open mode: it may do everything and sees all. */
    public static Caller open() {
        return OPEN;
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }

    /** True of operators of the platform and of the open mode. */
    public boolean seesAll() {
        return tenant == null;
    }

    public boolean sees(String tenant) {
        return this.tenant == null || this.tenant.equals(tenant);
    }

    public String tenantOrDefault() {
        return tenant == null ? DEFAULT_TENANT : tenant;
    }

    /** True where names in a body count because nobody is known. */
    public boolean isOpen() {
        return kind == Kind.OPEN;
    }

    public Caller withAddress(@Nullable String address) {
        return new Caller(kind, id, name, tenant, scopes, bearer, address);
    }

    /** Without the bearer and the address. */
    @Override
    public String toString() {
        return "Caller["
                + kind
                + " "
                + id
                + ", tenant "
                + (tenant == null ? "(all)" : tenant)
                + ", "
                + scopes.stream().map(Scope::word).toList()
                + "]";
    }
}
