package dev.coexistence.access;

import java.util.Optional;

/** Permission that a route asks of its caller; docs/access.md says what each lets do. */
public enum Scope {
    MESSAGES_SEND("messages:send"),
    THREADS_READ("threads:read"),
    THREADS_WRITE("threads:write"),
    CONTACTS_PHONE("contacts:phone"),
    CONTACTS_ERASE("contacts:erase"),
    CONNECTIONS_READ("connections:read"),
    CONNECTIONS_MANAGE("connections:manage"),
    WEBHOOKS_MANAGE("webhooks:manage"),
    KEYS_MANAGE("keys:manage"),
    /** Of the platform's own staff alone: it goes with sight of every tenant. */
    OPERATE("operate");

    private final String word;

    Scope(String word) {
        this.word = word;
    }

    /** The scope as tokens, keys and documents spell it. */
    public String word() {
        return word;
    }

    /** Empty where no scope is spelt so. */
    public static Optional<Scope> find(String word) {
        for (Scope scope : values()) {
            if (scope.word.equals(word)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }
}
