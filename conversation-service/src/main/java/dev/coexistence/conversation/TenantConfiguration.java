package dev.coexistence.conversation;

import dev.coexistence.database.TenantTransactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The wall between tenants in the database; the migrations make its role. */
@Configuration(proxyBeanMethods = false)
public class TenantConfiguration {
    /** The role as which a tenant's callers read and write. */
    public static final String TENANT_ROLE = "coexistence_conversation_tenant";

    @Bean
    TenantTransactions tenantTransactions(JdbcTemplate jdbc, TransactionTemplate transactions) {
        return new TenantTransactions(jdbc, transactions, TENANT_ROLE);
    }
}
