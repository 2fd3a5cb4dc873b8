package dev.coexistence.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Set of scopes that the issuer gives a person by one word. */
public enum Role {
    VIEWER(Scope.THREADS_READ, Scope.CONNECTIONS_READ),
    AGENT(
            Scope.THREADS_READ,
            Scope.THREADS_WRITE,
            Scope.MESSAGES_SEND,
            Scope.CONTACTS_PHONE,
            Scope.CONNECTIONS_READ),
    OWNER(
            Scope.MESSAGES_SEND,
            Scope.THREADS_READ,
            Scope.THREADS_WRITE,
            Scope.CONTACTS_PHONE,
            Scope.CONTACTS_ERASE,
            Scope.CONNECTIONS_READ,
            Scope.CONNECTIONS_MANAGE,
            Scope.WEBHOOKS_MANAGE,
            Scope.KEYS_MANAGE),
    DEVELOPER(
            Scope.MESSAGES_SEND,
            Scope.THREADS_READ,
            Scope.CONNECTIONS_READ,
            Scope.WEBHOOKS_MANAGE,
            Scope.KEYS_MANAGE),
    /** Staff of the platform; the only role without a tenant. */
    OPERATOR(Scope.values());

    private final Set<Scope> scopes;

    Role(Scope... scopes) {
        var all = EnumSet.noneOf(Scope.class);
        Collections.addAll(all, scopes);
        this.scopes = Collections.unmodifiableSet(all);
    }

    /** The role as claims spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Set<Scope> scopes() {
        return scopes;
    }

    /** Empty where no role is spelt so; upper and lower case count as one. */
    public static Optional<Role> find(String word) {
        for (Role role : values()) {
            if (role.name().equalsIgnoreCase(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
