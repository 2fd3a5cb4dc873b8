package dev.coexistence.local;

/** A PostgreSQL database and how to reach it. */
public record Database(String url, String user, String password) {
    /** The role that owns what the migrations make; see deploy/postgres. */
    public static final String MIGRATIONS = "coexistence_migrations";

    /** The same database for one of the local roles, whose names are their passwords. */
    public Database loginAs(String role) {
        return new Database(url, role, role);
    }
}
