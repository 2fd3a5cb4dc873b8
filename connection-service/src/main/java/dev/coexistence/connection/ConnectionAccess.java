package dev.coexistence.connection;

import static dev.coexistence.access.Scope.CONNECTIONS_MANAGE;
import static dev.coexistence.access.Scope.CONNECTIONS_READ;
import static dev.coexistence.access.Scope.KEYS_MANAGE;
import static dev.coexistence.access.Scope.OPERATE;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import dev.coexistence.access.AccessTable;
import dev.coexistence.access.AuditLog;
import dev.coexistence.connection.audit.AuditRetention;
import dev.coexistence.connection.key.ApiKeys;
import dev.coexistence.database.EventOutbox;
import dev.coexistence.database.OutboxTable;
import dev.coexistence.database.TenantTransactions;
import dev.coexistence.schemas.EventSerde;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Beans of access: the table of routes, the transactions of tenants, their keys, the audit. */
@Configuration(proxyBeanMethods = false)
class ConnectionAccess {
    /** The role that requests of a tenant take on; migration V171 makes it. */
    static final String TENANT_ROLE = "coexistence_connection_tenant";

    /** Keys and the audit go by the wall clock, also where the service follows a scripted one. */
    private static final InstantSource WALL_CLOCK = InstantSource.system();

    @Bean
    AccessTable accessTable() {
        return AccessTable.builder()
                .row(POST, "/v1/signups", CONNECTIONS_MANAGE)
                .row(GET, "/v1/signups/{id}", CONNECTIONS_READ)
                .row(DELETE, "/v1/signups/{id}", CONNECTIONS_MANAGE)
                .row(POST, "/v1/signups/{id}/acknowledgement", CONNECTIONS_MANAGE)
                .row(POST, "/v1/signups/{id}/complete", CONNECTIONS_MANAGE)
                .row(POST, "/v1/signups/{id}/resume", CONNECTIONS_MANAGE)
                .row(GET, "/v1/connections", CONNECTIONS_READ)
                .row(GET, "/v1/connections/{phoneNumberId}", CONNECTIONS_READ)
                .row(GET, "/v1/connections/{phoneNumberId}/history", CONNECTIONS_READ)
                .row(GET, "/v1/connections/{phoneNumberId}/mode-switch-plan", CONNECTIONS_READ)
                .row(PUT, "/v1/connections/{phoneNumberId}/mode", CONNECTIONS_MANAGE)
                .row(POST, "/v1/connections/{phoneNumberId}/app-opened", CONNECTIONS_MANAGE)
                .row(POST, "/v1/connections/{phoneNumberId}/test", CONNECTIONS_MANAGE)
                .row(POST, "/v1/connections/{phoneNumberId}/disconnect", CONNECTIONS_MANAGE)
                .row(PUT, "/v1/connections/{phoneNumberId}/tenant", OPERATE)
                .row(GET, "/v1/policies", CONNECTIONS_READ)
                .row(GET, "/v1/policies/countries/{iso}", CONNECTIONS_READ)
                .row(GET, "/v1/policies/{edition}/impact", CONNECTIONS_READ)
                .row(GET, "/v1/parked-events", OPERATE)
                .row(POST, "/v1/keys", KEYS_MANAGE)
                .row(GET, "/v1/keys", KEYS_MANAGE)
                .row(DELETE, "/v1/keys/{keyId}", KEYS_MANAGE)
                .row(GET, "/v1/audit", KEYS_MANAGE, OPERATE)
                .build();
    }

    @Bean
    TenantTransactions tenantTransactions(JdbcTemplate jdbc, TransactionTemplate transactions) {
        return new TenantTransactions(jdbc, transactions, TENANT_ROLE);
    }

    @Bean
    EventOutbox eventOutbox(JdbcTemplate jdbc, EventSerde serde) {
        return new EventOutbox(new OutboxTable(jdbc), serde);
    }

    /** Entries leave by the outbox, with the transaction of their act. */
    @Bean
    AuditLog auditLog(EventOutbox outbox) {
        return AuditLog.at(outbox::add, WALL_CLOCK);
    }

    @Bean
    AuditRetention auditRetention(
            JdbcTemplate jdbc, TransactionTemplate transactions, ConnectionSettings settings) {
        return new AuditRetention(jdbc, transactions, WALL_CLOCK, settings.auditKeep());
    }

    @Bean
    ApiKeys apiKeys(
            JdbcClient jdbc, TenantTransactions tenants, EventOutbox outbox, AuditLog audit) {
        return new ApiKeys(jdbc, tenants, outbox, audit, WALL_CLOCK);
    }
}
