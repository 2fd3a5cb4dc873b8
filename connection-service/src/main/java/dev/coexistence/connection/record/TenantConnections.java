package dev.coexistence.connection.record;

import static dev.coexistence.connection.record.ConnectionRow.COLUMNS;

import dev.coexistence.access.AuditLog;
import dev.coexistence.access.Caller;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.database.TenantTransactions;
import dev.coexistence.database.TenantView;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Connections as a caller may see them: another tenant's are as if they were not there. The
 * statements here name the tenant, and PostgreSQL shows its rows only.
 */
@Component
public class TenantConnections {
    private final JdbcClient jdbc;
    private final Connections connections;
    private final TenantTransactions tenants;
    private final AuditLog audit;

    public TenantConnections(
            JdbcClient jdbc, Connections connections, TenantTransactions tenants, AuditLog audit) {
        this.jdbc = jdbc;
        this.connections = connections;
        this.tenants = tenants;
        this.audit = audit;
    }

    /** Does reading work in a transaction that sees what the caller may see. */
    public <T> T readWithin(Caller caller, Supplier<T> work) {
        return tenants.within(TenantView.ofCaller(caller.tenant()), work);
    }

    public Optional<Connection> find(Caller caller, UUID id) {
        return readWithin(
                caller, () -> connections.find(id).filter(found -> caller.sees(found.tenant())));
    }

    /** The connection that stands for a number. */
    public Optional<Connection> findCurrent(Caller caller, String phoneNumberId) {
        return readWithin(
                caller,
                () ->
                        connections
                                .findCurrent(phoneNumberId)
                                .filter(found -> caller.sees(found.tenant())));
    }

    /** The current connection of each number after that one, in the order of their ids. */
    public List<Connection> listCurrents(Caller caller, String afterNumber, int limit) {
        return readWithin(
                caller,
                () ->
                        jdbc.sql(
                                        "select "
                                                + COLUMNS
                                                + """
                                                 from connection where id in (
                                                  select connection_id from number
                                                  where (:all or tenant = :tenant) and phone_number_id > :after
                                                  order by phone_number_id limit :limit)
                                                order by phone_number_id
                                                """)
                                .param("all", caller.seesAll())
                                .param("tenant", caller.tenantOrDefault())
                                .param("after", afterNumber)
                                .param("limit", limit)
                                .query(ConnectionRow::read)
                                .list());
    }

    /** Every link that exists. */
    public List<Connection> listLive(Caller caller) {
        return readWithin(
                caller,
                () ->
                        connections.listLive().stream()
                                .filter(link -> caller.sees(link.tenant()))
                                .toList());
    }

    /** Writes down that an operator of the platform looks at a connection. */
    public void noteLook(Caller caller, Connection connection) {
        if (isOperator(caller)) {
            new CallerAct(caller, "connection.look").write(audit, connection);
        }
    }

    /** Writes down that an operator of the platform looks at things of all tenants. */
    public void noteLook(Caller caller, String things) {
        if (isOperator(caller)) {
            audit.write(caller, things + ".look", "all", null, null, null);
        }
    }

    private static boolean isOperator(Caller caller) {
        return caller.seesAll() && !caller.isOpen() && caller.kind() != Caller.Kind.SERVICE;
    }
}
