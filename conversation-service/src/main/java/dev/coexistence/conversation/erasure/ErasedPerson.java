package dev.coexistence.conversation.erasure;

import dev.coexistence.conversation.contact.Alias;
import java.time.Instant;
import java.util.Set;

/**
 * Somebody who is to be forgotten.
 *
 * @param aliases every name by which the person was known, in every spelling
 * @param erasedAt what came up to then goes
 */
record ErasedPerson(String phoneNumberId, Set<Alias> aliases, Instant erasedAt) {

    /** The values of names that no other person can have. */
    String[] values() {
        return aliases.stream()
                .filter(alias -> alias.kind() != Alias.Kind.USERNAME)
                .map(Alias::value)
                .toArray(String[]::new);
    }

    @Override
    public String toString() {
        return "Person[redacted]";
    }
}
