package dev.coexistence.database;

import org.jspecify.annotations.Nullable;

/**
 * The rows that a transaction sees: one tenant's, or all.
 *
 * @param tenant null for all
 */
public record TenantView(@Nullable String tenant) {
    private static final TenantView ALL = new TenantView(null);

    /**
     * @throws IllegalArgumentException where the tenant is blank, which no row's is
     */
    public TenantView {
        if (tenant != null && tenant.isBlank()) {
            throw new IllegalArgumentException("A tenant has a name that is not blank");
        }
    }

    /** Every row: for operators of the platform, and for the service's own work. */
    public static TenantView all() {
        return ALL;
    }

    /** The rows of one tenant. */
    public static TenantView of(String tenant) {
        return new TenantView(tenant);
    }

    /**
     * The view of a caller.
     *
     * @param tenant the caller's; null for an operator of the platform, who sees all
     */
    public static TenantView ofCaller(@Nullable String tenant) {
        return tenant == null ? ALL : of(tenant);
    }
}
