package dev.coexistence.graph;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The error object of an answer. Codes and their meanings: Meta's error code references of Graph
 * API and Cloud API.
 *
 * @param status the answer's HTTP status
 * @param code decides; titles change
 * @param subcode null where Meta gave none
 * @param message Meta's words; they may name ids, never a token
 * @param details more of Meta's words
 * @param trace {@code fbtrace_id}, for Meta's support
 * @param passing {@code is_transient}
 */
public record GraphError(
        int status,
        int code,
        @Nullable Integer subcode,
        @Nullable String type,
        @Nullable String message,
        @Nullable String details,
        @Nullable String trace,
        boolean passing) {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int TOKEN_EXPIRED = 190;
    private static final int UNKNOWN_OBJECT_SUBCODE = 33;

    /** Application, WABA or platform busy; the call was not carried out. */
    private static final Set<Integer> THROTTLED =
            Set.of(4, 17, 32, 613, 80007, 133004, 133015, 2494100);

    /** Something failed on Meta's side; the call may have had its effect. */
    private static final Set<Integer> META_FAILED = Set.of(1, 2, 131000, 131016, 131057);

    /**
     * Reads the member {@code error} of a body; its codes may be written as strings.
     *
     * @return empty where the body has none with a code
     */
    public static Optional<GraphError> read(int status, JsonNode body) {
        JsonNode error = body.path("error");
        OptionalInt code = error.path("code").asIntOpt();
        if (!error.isObject() || code.isEmpty()) {
            return Optional.empty();
        }
        OptionalInt subcode = error.path("error_subcode").asIntOpt();
        return Optional.of(
                new GraphError(
                        status,
                        code.getAsInt(),
                        subcode.isPresent() ? (Integer) subcode.getAsInt() : null,
                        text(error, "type"),
                        text(error, "message"),
                        text(error.path("error_data"), "details"),
                        text(error, "fbtrace_id"),
                        error.path("is_transient").asBoolean(false)));
    }

    /** A refusal that is foreseen, so that Meta is not asked. */
    public static GraphError of(int code, String message) {
        return new GraphError(0, code, null, null, message, null, null, false);
    }

    /** Meta asks to wait: nothing was done. */
    public boolean isThrottled() {
        return THROTTLED.contains(code) || status == TOO_MANY_REQUESTS;
    }

    /** Meta failed: the call may have had its effect. */
    public boolean isMetaFailure() {
        return META_FAILED.contains(code) || status >= FIRST_SERVER_ERROR || passing;
    }

    /** The token or its permission is gone: 0 and 190. */
    public boolean isTokenRefused() {
        return code == TOKEN_EXPIRED || code == 0;
    }

    /** The object does not exist, or this token cannot see it: 3, 10, 200 to 299, 100/33. */
    public boolean isOutOfReach() {
        boolean permission = code == 3 || code == 10 || (code >= 200 && code <= 299);
        return permission || isUnknownObject();
    }

    /** The token is dead or the object is gone for good: 190, 100/33. */
    public boolean isGone() {
        return code == TOKEN_EXPIRED || isUnknownObject();
    }

    private boolean isUnknownObject() {
        return code == 100 && subcode != null && subcode == UNKNOWN_OBJECT_SUBCODE;
    }

    /** Meta's message, with its details behind a colon; empty where it said nothing. */
    public String words() {
        String said = message == null ? "" : message;
        return details == null ? said : said + ": " + details;
    }

    private static @Nullable String text(JsonNode parent, String member) {
        String text = parent.path(member).asString("");
        return text.isEmpty() ? null : text;
    }
}
