package dev.coexistence.connection.lifecycle;

/**
 * A change of a connection that was decided on.
 *
 * @param event what happened, as the history names it; empty where it is too small for the history
 * @param evidence what the decision rests on
 */
public record ConnectionChange(Connection next, String event, String evidence) {
    public static ConnectionChange silent(Connection next) {
        return new ConnectionChange(next, "", "");
    }
}
