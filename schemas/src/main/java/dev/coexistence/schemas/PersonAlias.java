package dev.coexistence.schemas;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Alias of a person in events.
 *
 * @param value digits of a phone number, or the id or user name as Meta writes it
 */
public record PersonAlias(Kind kind, String value) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Kind of an alias. */
    public enum Kind {
        PHONE,
        BSUID,
        PARENT_BSUID,
        USERNAME
    }

    @Override
    public String toString() {
        return "PersonAlias[" + kind + "]";
    }

    /** Names as they stand in an {@code Erasure}: encrypted for one number. */
    public static byte[] encrypt(
            TokenCipher cipher, String phoneNumberId, Collection<PersonAlias> aliases) {
        var list = JSON.createArrayNode();
        for (PersonAlias alias : aliases) {
            list.addObject().put("kind", alias.kind().name()).put("value", alias.value());
        }
        return cipher.encrypt(phoneNumberId, JSON.writeValueAsString(list));
    }

    /**
     * Reads the names of an {@code Erasure}. A kind that is not known here is left out.
     *
     * @throws IllegalArgumentException where the bytes were not encrypted for this number by a key
     *     of the keyset, or are no list of names
     */
    public static List<PersonAlias> decrypt(
            TokenCipher cipher, String phoneNumberId, byte[] encrypted) {
        try {
            var aliases = new ArrayList<PersonAlias>();
            for (JsonNode one : JSON.readTree(cipher.decrypt(phoneNumberId, encrypted))) {
                String value = one.path("value").asString("");
                for (Kind kind : Kind.values()) {
                    if (kind.name().equals(one.path("kind").asString("")) && !value.isEmpty()) {
                        aliases.add(new PersonAlias(kind, value));
                    }
                }
            }
            return aliases;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "The aliases of an erasure of number " + phoneNumberId + " are no list");
        }
    }
}
