package dev.coexistence.ingest.split.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value with its place in the body. Containers remember their offsets, so that an item can
 * be handed on verbatim; reading is tolerant, so that a number may be a string and an array a
 * single object.
 */
public sealed interface Json {

    /** Containers on the longest way down, this one included; 0 for a scalar. */
    int height();

    /** Kind of a scalar. */
    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        NULL
    }

    /** RFC 6901 pointer of a member of the object at {@code path}. */
    static String pointer(String path, String key) {
        return path + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    /** A value together with its RFC 6901 pointer in the body. */
    record Place(Json json, String path) {}

    /**
     * @param text the string unescaped, or the literal as it was written
     */
    record Scalar(Kind kind, String text) implements Json {
        @Override
        public int height() {
            return 0;
        }
    }

    /**
     * @param from offset of the opening bracket
     * @param to offset behind the closing one
     */
    record Arr(List<Json> items, int from, int to, int height) implements Json {}

    /**
     * @param from offset of the opening brace
     * @param to offset behind the closing one
     */
    record Obj(Map<String, Json> members, int from, int to, int height) implements Json {
        public static final Obj EMPTY = new Obj(Map.of(), 0, 0, 1);

        /** The member, where there is one and it is not null. */
        public @Nullable Json get(String key) {
            Json found = members.get(key);
            return found instanceof Scalar scalar && scalar.kind() == Kind.NULL ? null : found;
        }

        public boolean has(String key) {
            return get(key) != null;
        }

        /** The member as text, whether it was written as a string, a number or a boolean. */
        public @Nullable String text(String key) {
            return get(key) instanceof Scalar scalar ? scalar.text() : null;
        }

        /** The member as an object; an array of one object counts, anything else is empty. */
        public Obj object(String key) {
            Json found = get(key);
            // No switch over patterns: here it costs a twentieth of all splitting.
            if (found instanceof Arr array && array.items().size() == 1) {
                found = array.items().getFirst();
            }
            return found instanceof Obj object ? object : EMPTY;
        }

        /** The items of an array; one value that stands where an array should is an item too. */
        public List<Place> items(String key, String path) {
            String here = pointer(path, key);
            Json found = get(key);
            if (found == null) {
                return List.of();
            }
            if (!(found instanceof Arr array)) {
                return List.of(new Place(found, here));
            }
            var places = new ArrayList<Place>(array.items().size());
            for (int i = 0; i < array.items().size(); i++) {
                places.add(new Place(array.items().get(i), here + "/" + i));
            }
            return places;
        }
    }
}
