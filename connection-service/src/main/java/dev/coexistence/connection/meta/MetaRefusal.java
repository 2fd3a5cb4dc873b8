package dev.coexistence.connection.meta;

/**
 * A definite error of Meta's.
 *
 * @param code what to decide by; titles change
 * @param subcode 0 where Meta gave none
 * @param message Meta's words; may name ids, never a token
 * @param trace fbtrace_id, for Meta's support; empty where there was none
 */
public record MetaRefusal(int code, int subcode, String message, String trace) {
    /** Access token or permission gone: 0 and 190. */
    public boolean tokenRefused() {
        return code == 190 || code == 0;
    }

    /** The object does not exist or this token cannot see it. */
    public boolean objectOutOfReach() {
        boolean permission = code == 3 || code == 10 || (code >= 200 && code <= 299);
        return permission || (code == 100 && subcode == 33);
    }

    /** The only refusals that may downgrade a connection: token dead, number gone. */
    public boolean definitelyGone() {
        return code == 190 || (code == 100 && subcode == 33);
    }
}
