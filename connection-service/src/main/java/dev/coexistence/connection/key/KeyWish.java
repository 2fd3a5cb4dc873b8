package dev.coexistence.connection.key;

import dev.coexistence.access.Caller;
import dev.coexistence.access.Scope;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Wish for a key.
 *
 * @param scopes as they are spelt
 * @param expiresAt null for a key that does not expire
 */
public record KeyWish(String name, List<String> scopes, @Nullable Instant expiresAt) {
    private static final int LONGEST_NAME = 100;

    public KeyWish {
        name = name.strip();
        scopes = List.copyOf(scopes);
    }

    /** Empty where the caller may have such a key: a key can do nothing that its maker cannot. */
    Optional<KeyOutcome.Refused> findRefusal(Caller caller, Instant now) {
        if (name.isEmpty()
                || name.length() > LONGEST_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            return refuse("bad-name", "A key's name has 1 to " + LONGEST_NAME + " characters.");
        }
        if (scopes.isEmpty()) {
            return refuse("unknown-scope", "A key needs at least one scope.");
        }
        for (String word : scopes) {
            var scope = Scope.find(word);
            if (scope.isEmpty() || scope.get() == Scope.OPERATE) {
                return refuse("unknown-scope", "A scope is not known, or none of a tenant's.");
            }
            if (!caller.may(scope.get())) {
                return refuse(
                        "scope-not-held",
                        "The key could do what its maker may not: " + scope.get().word() + ".");
            }
        }
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            return refuse("bad-expiry", "The time of expiry has passed.");
        }
        return Optional.empty();
    }

    Set<String> distinctScopes() {
        return new LinkedHashSet<>(scopes);
    }

    private static Optional<KeyOutcome.Refused> refuse(String kind, String why) {
        return Optional.of(new KeyOutcome.Refused(kind, why));
    }
}
