package dev.coexistence.connection.api;

import dev.coexistence.access.AccessRefusal;
import dev.coexistence.access.Caller;
import dev.coexistence.access.Scope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/**
 * Tenant that a body names for what is made. Operators of the platform may name any; a tenant's
 * caller none but its own.
 */
final class NamedTenant {
    private static final int LONGEST = 100;

    private NamedTenant() {}

    /**
     * The tenant of what the caller makes.
     *
     * @param stated null for the caller's own, an operator's being the default tenant
     * @return empty where the text can be no tenant's name
     * @throws AccessRefusal where another tenant than the caller's is named
     */
    static Optional<String> find(Caller caller, @Nullable String stated) {
        if (stated == null) {
            return Optional.of(caller.tenantOrDefault());
        }
        Optional<String> tenant = parse(stated);
        if (tenant.isPresent() && !caller.sees(tenant.get())) {
            throw AccessRefusal.missing(Scope.OPERATE);
        }
        return tenant;
    }

    /** The name without blanks around it; empty where it can be no tenant's name. */
    static Optional<String> parse(@Nullable String stated) {
        return Optional.ofNullable(stated)
                .map(String::strip)
                .filter(name ->
                        !name.isEmpty()
                                && name.length() <= LONGEST
                                && name.chars().noneMatch(Character::isISOControl));
    }

    static ResponseEntity<Object> refuse() {
        return ConnectionProblem.badRequest("A tenant's name has 1 to " + LONGEST + " characters.");
    }
}
