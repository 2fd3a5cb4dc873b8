package dev.coexistence.dispatch.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of a JSON object, read by name and type. Every one that is wrong or that nobody asked
 * for is named; null stands for an absent one.
 */
final class JsonMembers {
    private final ObjectNode object;
    private final String pointer;
    private final List<Fault> faults;
    private final Set<String> known = new HashSet<>();

    /**
     * Fault of one member.
     *
     * @param pointer JSON Pointer as a URI fragment, such as {@code #/text/body}
     */
    record Fault(String pointer, String detail) {}

    /**
     * @param faults where what is wrong is added
     */
    JsonMembers(ObjectNode object, String pointer, List<Fault> faults) {
        this.object = object;
        this.pointer = pointer;
        this.faults = faults;
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    @Nullable JsonNode any(String name) {
        known.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    @Nullable String text(String name) {
        JsonNode value = any(name);
        if (value != null && !value.isString()) {
            fault(name, "is a string");
            return null;
        }
        return value == null ? null : value.stringValue();
    }

    /** A text that may be written as a whole number: its digits are what counts. */
    @Nullable String id(String name) {
        JsonNode value = any(name);
        return value != null && value.isIntegralNumber() ? value.asString() : text(name);
    }

    boolean flag(String name) {
        JsonNode value = any(name);
        if (value != null && !value.isBoolean()) {
            fault(name, "is true or false");
        }
        return value != null && value.isBoolean() && value.booleanValue();
    }

    /** The value where it is an object. */
    @Nullable ObjectNode object(String name) {
        JsonNode value = any(name);
        if (value != null && !value.isObject()) {
            fault(name, "is an object");
        }
        return value instanceof ObjectNode found ? found : null;
    }

    /** The members of an object; null where there is none. */
    @Nullable JsonMembers members(String name) {
        ObjectNode inner = object(name);
        return inner == null ? null : new JsonMembers(inner, pointer + "/" + escaped(name), faults);
    }

    <E extends Enum<E>> E oneOf(String name, E otherwise) {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        E[] allowed = otherwise.getDeclaringClass().getEnumConstants();
        for (E one : allowed) {
            if (one.name().equals(value)) {
                return one;
            }
        }
        fault(
                name,
                "is one of "
                        + Arrays.stream(allowed).map(Enum::name).collect(Collectors.joining(", ")));
        return otherwise;
    }

    /** A time with its zone. */
    @Nullable Instant time(String name) {
        String value = text(name);
        try {
            return value == null ? null : Instant.parse(value);
        } catch (DateTimeException e) {
            fault(name, "is a time with its zone, such as 2026-12-01T09:00:00Z (RFC 3339)");
            return null;
        }
    }

    void fault(String name, String detail) {
        faults.add(new Fault(pointer + "/" + escaped(name), name + " " + detail));
    }

    /** Names the members that nobody read. */
    void refuseUnknown() {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                fault(name, "is unknown here; known are " + String.join(", ", names()));
            }
        }
    }

    private List<String> names() {
        return known.stream().sorted().toList();
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
