package dev.coexistence.connection;

/**
 * A change of a connection that was decided on.
 *
 * @param event what happened, as the history names it; empty where it is too small for the history
 * @param evidence what the decision rests on
 */
record Change(Connection next, String event, String evidence) {
    static Change silent(Connection next) {
        return new Change(next, "", "");
    }
}
