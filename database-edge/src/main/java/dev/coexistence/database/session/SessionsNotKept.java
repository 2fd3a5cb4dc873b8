package dev.coexistence.database.session;

/** Between the service and PostgreSQL stands a pooler that takes sessions apart. */
final class SessionsNotKept extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SessionsNotKept() {
        super(
                "The database address leads to a connection pooler in transaction or statement mode:"
                        + " what one connection sets (search path, planner settings, prepared"
                        + " statements) reaches other sessions");
    }
}
