package dev.coexistence.connection.record;

import dev.coexistence.access.AuditLog;
import dev.coexistence.access.Caller;
import dev.coexistence.connection.lifecycle.Connection;

/**
 * Act of a caller on a connection, for the audit.
 *
 * @param action such as {@code connection.disconnect}
 */
public record CallerAct(Caller caller, String action) {

    /** With the states; belongs into the transaction of the change. */
    void write(AuditLog audit, Connection before, Connection after) {
        audit.write(caller, action, object(before), before.tenant(), state(before), state(after));
    }

    /** An act that changes nothing, or makes the connection. */
    public void write(AuditLog audit, Connection connection) {
        audit.write(caller, action, object(connection), connection.tenant(), null, null);
    }

    private static String state(Connection connection) {
        return StateColumns.of(connection.state()).state();
    }

    /** Each tenant reads its own half, operators of the platform the whole. */
    static void writeMove(AuditLog audit, Caller caller, Connection before, Connection after) {
        String action = "connection.move";
        String object = object(after);
        audit.write(caller, action, object, null, before.tenant(), after.tenant());
        audit.write(caller, action, object, before.tenant(), before.tenant(), null);
        audit.write(caller, action, object, after.tenant(), null, after.tenant());
    }

    /**
     * An act for a tenant that is not the caller's: the platform's own entry beside the tenant's,
     * with the tenant that it would have been for without being named, and the one it is for.
     */
    public static void writeForTenant(
            AuditLog audit, Caller caller, String action, String object, String tenant) {
        String own = caller.tenantOrDefault();
        if (!own.equals(tenant)) {
            audit.write(caller, action, object, null, own, tenant);
        }
    }

    /** The number's id; the sign-up's before Meta has named the number. */
    public static String object(Connection connection) {
        var facts = connection.number();
        return facts == null ? connection.id().toString() : facts.phoneNumberId();
    }
}
